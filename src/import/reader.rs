//! The lines of one story → the story.

use super::citation::{ends_in_stop, is_marks, split};
use super::head::{Head, Rest};
use super::line::{Kind, Line};
use super::names::{Names, outlets};
use super::plain::{furniture, two_versions};
use super::remark::Remarks;
use super::squeeze;
use super::story::Story;
use crate::model::Moment;
use crate::text::Span;

/// Which part of a story is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Before the title.
    Start,
    /// After the title.
    Top,
    Facts,
    Sources,
    Narratives,
    Box,
}

/// Words that go on over lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub(super) text: String,
    pub(super) span: Span,
    /// The last line.
    last: String,
    /// The characters of the longest line.
    longest: usize,
}

/// A narrative as it was read.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) stance: String,
    /// The words begin with who provided it.
    pub(super) has_provider: bool,
    /// How long the line with the label goes on after it, in bytes.
    pub(super) first: usize,
    pub(super) words: Words,
    /// The text has not begun.
    is_open: bool,
    /// An empty line stands between the label and the text.
    pub(super) has_gap: bool,
}

impl Words {
    fn add(&mut self, line: &Line<'_>, between: &str) {
        self.add_text(line.text, line.span, between);
    }

    fn add_text(&mut self, text: &str, span: Span, between: &str) {
        if text.is_empty() {
            return;
        }
        if self.text.is_empty() {
            self.span = span;
        } else {
            self.text.push_str(between);
        }
        self.text.push_str(text);
        self.span.end = span.end;
        self.longest = self.longest.max(text.chars().count());
        text.clone_into(&mut self.last);
    }

    /// Whether the next line may be a part of the same paragraph: the last one ends in the
    /// middle of a sentence; or the text is wrapped, and the last line is about as long as others.
    fn goes_on(&self, line: &Line<'_>, is_wrapped: bool) -> bool {
        let is_full = self.last.chars().count() * 10 >= self.longest * 6;
        !line.follows_blank
            && !line.has_bullet
            && (!ends_in_stop(&self.last) || is_wrapped && is_full)
    }
}

/// How a story is set.
#[derive(Clone, Copy, Debug, Default)]
struct Shape {
    /// The facts begin at a heading, or with bullets.
    has_mark: bool,
    /// The facts have bullets.
    has_bullets: bool,
    /// Lines end in the middle of sentences; before the sources line, and after it.
    is_wrapped: [bool; 2],
}

/// Reads one story.
pub struct Reader<'a, 'r> {
    pub(super) names: &'a Names,
    pub(super) remarks: &'r mut Remarks,
    pub(super) story: Story,
    pub(super) part: Part,
    shape: Shape,
    /// The sources line is still to come.
    awaits_sources: bool,
    /// The text itself has a date.
    has_date: bool,
    /// The facts once more.
    pub(super) teaser: Option<Words>,
    pub(super) summary: Words,
    pub(super) facts: Vec<Words>,
    pub(super) sources: Option<Words>,
    pub(super) narratives: Vec<Told>,
    pub(super) boxes: Vec<(String, Words)>,
    pub(super) numbers: usize,
    pub(super) title: Span,
}

impl<'a, 'r> Reader<'a, 'r> {
    /// A reader of a story, whose date is `date` unless it says another one.
    pub fn new(names: &'a Names, date: Option<Moment>, remarks: &'r mut Remarks) -> Self {
        Self {
            names,
            remarks,
            story: Story {
                date,
                ..Story::default()
            },
            part: Part::Start,
            shape: Shape::default(),
            awaits_sources: false,
            has_date: false,
            teaser: None,
            summary: Words::default(),
            facts: Vec::new(),
            sources: None,
            narratives: Vec::new(),
            boxes: Vec::new(),
            numbers: 0,
            title: Span::default(),
        }
    }

    /// The story in these lines.
    pub fn read(mut self, lines: &[Line<'_>]) -> Story {
        let is_sources = |line: &&Line<'_>| matches!(line.kind, Kind::Sources(_));
        let sources = lines.iter().position(|line| is_sources(&line));
        let before = &lines[..sources.unwrap_or(lines.len())];
        self.shape.has_bullets = before.iter().any(|line| line.has_bullet);
        self.shape.has_mark =
            self.shape.has_bullets || before.iter().any(|line| line.kind == Kind::Facts);
        // How many sources there are tells what is a citation.
        self.numbers = sources.map_or(0, |at| {
            let words = sources_at(&lines[at..]);
            outlets(&words.text).map_or(0, |outlets| outlets.len())
        });
        let at = sources.unwrap_or(lines.len());
        let end = sources.map_or(0, |at| sources_at(&lines[at..]).span.end);
        let after = lines[at..].iter().position(|line| line.span.start >= end);
        let after = after.map_or(&lines[lines.len()..], |from| &lines[at + from..]);
        let before = before.get(1..).unwrap_or_default();
        self.shape.is_wrapped = [self.is_wrapped(before), self.is_wrapped(after)];
        for (at, line) in lines.iter().enumerate() {
            self.awaits_sources = sources.is_some_and(|sources| at < sources);
            self.line(line, &lines[at..]);
        }
        self.finish()
    }

    /// Whether one of these lines ends in the middle of a sentence and goes on in the next.
    fn is_wrapped(&self, lines: &[Line<'_>]) -> bool {
        let is_prose = |line: &Line<'_>| match &line.kind {
            Kind::Words => true,
            Kind::Head(head) => match head.rest {
                Rest::Alone | Rest::Unclear => false,
                Rest::Text(_) => true,
                Rest::Provider(text) => self
                    .names
                    .provider(text)
                    .is_some_and(|provider| !provider.rest.is_empty()),
            },
            _ => false,
        };
        lines.windows(2).any(|pair| {
            let goes_on = !pair[1].follows_blank && !pair[1].has_bullet;
            is_prose(&pair[0])
                && pair[1].kind == Kind::Words
                && goes_on
                && !ends_in_stop(pair[0].text)
                && split(pair[0].text, self.numbers).is_err()
        })
    }

    fn line(&mut self, line: &Line<'_>, from_here: &[Line<'_>]) {
        let is_early = matches!(self.part, Part::Start | Part::Top)
            || self.part == Part::Facts && self.facts.is_empty();
        // The summary goes on in this line.
        let is_amid = self.part == Part::Top
            && !line.follows_blank
            && !self.summary.text.is_empty()
            && !ends_in_stop(&self.summary.last);
        match &line.kind {
            Kind::Furniture => furniture(line, self.remarks),
            Kind::Date(date) if is_early && !is_amid => {
                if self.has_date && self.story.date != Some(*date) {
                    self.remarks.refuse(
                        "two-dates",
                        line.span,
                        "a second date",
                        "which one is the story's cannot be told",
                    );
                }
                self.has_date = true;
                self.story.date = Some(*date);
            }
            Kind::Byline(name) if is_early && !is_amid && self.part != Part::Start => {
                self.story.authors.push(squeeze(name));
            }
            Kind::Teaser if self.part == Part::Top => {
                // A second one is compared, too.
                self.teaser.get_or_insert_default().add(line, " ");
            }
            Kind::Facts if self.part == Part::Top => self.part = Part::Facts,
            Kind::Narratives if self.part != Part::Start => self.part = Part::Narratives,
            Kind::Forecast if self.part != Part::Start => {
                self.part = Part::Box;
                let words = Words {
                    span: line.span,
                    ..Words::default()
                };
                let title = line.text.trim_matches(['#', ':', ' ']).to_owned();
                self.boxes.push((title, words));
            }
            Kind::Sources(_) if self.part != Part::Start => self.sources(line, from_here),
            // Among the facts, before their sources, such words are a fact's.
            Kind::Head(_) if self.part == Part::Facts && self.awaits_sources => self.words(line),
            // In the middle of a sentence, such words are the narrative's.
            Kind::Head(_) if self.is_amid_narrative(line) => self.words(line),
            Kind::Head(head) if !matches!(self.part, Part::Start | Part::Top) => {
                self.head(line, head);
            }
            _ => self.words(line),
        }
    }

    fn is_amid_narrative(&self, line: &Line<'_>) -> bool {
        let told = self.narratives.last().filter(|told| !told.is_open);
        self.part == Part::Narratives
            && !line.has_bullet
            && !line.follows_blank
            && told.is_some_and(|told| !ends_in_stop(&told.words.last))
    }

    fn head(&mut self, line: &Line<'_>, head: &Head<'_>) {
        self.part = Part::Narratives;
        let (has_provider, text) = match head.rest {
            Rest::Alone => (false, ""),
            Rest::Text(text) => (false, text),
            Rest::Provider(text) => (true, text),
            Rest::Unclear => {
                let title = "where the provider's name begins cannot be told";
                let label = "expected `, as provided by` and a name on this line";
                self.remarks
                    .refuse("provider-unclear", line.span, title, label);
                (false, "")
            }
        };
        let mut words = Words {
            span: line.span,
            ..Words::default()
        };
        words.add_text(text, line.span, "");
        let is_alone = has_provider
            && self
                .names
                .provider(text)
                .is_some_and(|provider| provider.rest.is_empty());
        self.narratives.push(Told {
            stance: squeeze(head.stance),
            has_provider,
            first: text.len(),
            words,
            is_open: text.is_empty() || is_alone,
            has_gap: false,
        });
    }

    fn sources(&mut self, line: &Line<'_>, from_here: &[Line<'_>]) {
        if self.sources.is_some() {
            return two_versions(line, "a second sources line", self.remarks);
        }
        self.sources = Some(sources_at(from_here));
        self.part = Part::Sources;
    }

    /// Words alone: what they are depends on where they stand.
    fn words(&mut self, line: &Line<'_>) {
        match self.part {
            Part::Start
                if matches!(
                    line.kind,
                    Kind::Facts | Kind::Narratives | Kind::Sources(_) | Kind::Forecast
                ) =>
            {
                self.part = Part::Facts;
            }
            Part::Start => {
                self.story.title = squeeze(line.text);
                self.title = line.span;
                self.part = if self.shape.has_mark {
                    Part::Top
                } else {
                    Part::Facts
                };
            }
            // A title that is wrapped.
            Part::Top | Part::Facts
                if (self.part == Part::Top || !self.shape.has_mark)
                    && !self.story.title.is_empty()
                    && self.facts.is_empty()
                    && self.summary.text.is_empty()
                    && self.teaser.is_none()
                    && !line.has_bullet
                    && !line.follows_blank
                    && line.text.starts_with(char::is_lowercase)
                    && line.kind == Kind::Words
                    && !ends_in_stop(&self.story.title) =>
            {
                self.story.title.push(' ');
                self.story.title.push_str(&squeeze(line.text));
                self.title.end = line.span.end;
            }
            Part::Top if !line.has_bullet && self.teaser.is_some() => {
                if let Some(teaser) = &mut self.teaser {
                    teaser.add(line, " ");
                }
            }
            Part::Top if line.has_bullet => {
                self.part = Part::Facts;
                self.fact(line);
            }
            Part::Top => {
                let between = if line.follows_blank { "\n\n" } else { " " };
                self.summary.add(line, between);
            }
            Part::Facts => self.fact(line),
            Part::Sources => {
                let source = self
                    .sources
                    .as_ref()
                    .is_some_and(|sources| line.span.start < sources.span.end);
                if !source {
                    self.unlabelled(line);
                }
            }
            Part::Narratives => {
                let is_wrapped = self.shape.is_wrapped[1];
                match self.narratives.last_mut() {
                    Some(told)
                        if !line.has_bullet
                            && (told.is_open || told.words.goes_on(line, is_wrapped)) =>
                    {
                        told.words.add(line, " ");
                        told.has_gap |= told.is_open && line.follows_blank;
                        told.is_open = false;
                    }
                    _ => self.unlabelled(line),
                }
            }
            Part::Box => {
                let is_wrapped = self.shape.is_wrapped[1];
                let (_, words) = self.boxes.last_mut().expect("a box was begun");
                if words.text.is_empty() || words.goes_on(line, is_wrapped) {
                    words.add(line, " ");
                } else {
                    self.unlabelled(line);
                }
            }
        }
    }

    /// A line of the facts: a new one, or a part of the last.
    fn fact(&mut self, line: &Line<'_>) {
        let (has_bullets, is_wrapped, numbers) = (
            self.shape.has_bullets,
            self.shape.is_wrapped[0],
            self.numbers,
        );
        let goes_on = |fact: &Words| {
            if line.has_bullet {
                return None;
            }
            if line.follows_blank {
                // What is indented belongs to the bullet above.
                return (has_bullets && line.is_indented).then_some("\n\n");
            }
            let is_whole = split(&fact.text, numbers).is_ok_and(|cited| !cited.is_ambiguous);
            let begins_small = line.text.starts_with(char::is_lowercase);
            let goes_on = if is_marks(line.text) {
                true
            } else if is_whole {
                begins_small && split(line.text, numbers).is_err()
                    || has_bullets && line.is_indented
            } else {
                has_bullets && (is_wrapped || line.is_indented) || fact.goes_on(line, is_wrapped)
            };
            goes_on.then_some(" ")
        };
        match self.facts.last_mut().map(|fact| (goes_on(fact), fact)) {
            Some((Some(between), fact)) => fact.add(line, between),
            _ => self.new_fact(line),
        }
    }

    fn new_fact(&mut self, line: &Line<'_>) {
        let mut words = Words::default();
        words.add(line, "");
        self.facts.push(words);
    }

    fn unlabelled(&mut self, line: &Line<'_>) {
        let cites = split(line.text, self.numbers.max(1)).is_ok_and(|cited| !cited.is_ambiguous);
        if line.has_bullet && cites {
            let title = "where another story begins cannot be told";
            self.remarks.refuse(
                "several-stories",
                line.span,
                title,
                "a fact after the narratives",
            );
        } else {
            let title = "paragraph has no label";
            let label = "expected a label such as `Left narrative:`, or the end";
            self.remarks.refuse("no-label", line.span, title, label);
        }
    }
}

/// The sources line that stands first, with the lines that it goes on in.
fn sources_at(lines: &[Line<'_>]) -> Words {
    let mut words = Words::default();
    let Kind::Sources(first) = lines[0].kind else {
        return words;
    };
    words.span = lines[0].span;
    words.add_text(first, lines[0].span, "");
    for line in &lines[1..] {
        let is_entry = line
            .text
            .starts_with(|c: char| c.is_ascii_digit() || c == '[');
        let ends_entry = words.text.ends_with([',', ';']) || words.text.ends_with(" and");
        // A name may be wrapped: then the line goes on with a number, or is the end of the sentence.
        let has_number = [", ", " and "].iter().any(|delimiter| {
            let mut after = line.text.match_indices(delimiter);
            after.any(|(at, _)| {
                line.text[at + delimiter.len()..].starts_with(|c: char| c.is_ascii_digit())
            })
        });
        let is_end = line.text.ends_with('.') && line.text.split_whitespace().count() <= 3;
        let goes_on =
            !line.has_bullet && !words.text.ends_with('.') && (ends_entry || has_number || is_end);
        let is_part = words.text.is_empty() || !line.follows_blank && (is_entry || goes_on);
        if line.kind != Kind::Words || !is_part {
            break;
        }
        // The number of an entry may end its line.
        let last = words.text.rsplit([' ', ',']).next().unwrap_or("");
        let awaits_name = !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit());
        let is_next = is_entry && !ends_entry && !awaits_name;
        words.add(line, if is_next { ", " } else { " " });
    }
    words
}
