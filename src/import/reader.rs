//! The lines of one story → the story.

use super::citation::{ends_in_stop, split};
use super::line::{Kind, Line};
use super::names::{Names, outlets};
use super::plain::{furniture, two_versions};
use super::remark::Remarks;
use super::squeeze;
use super::story::Story;
use crate::model::Moment;
use crate::text::Span;

/// The most characters of a line that a hard-wrapped text has.
const WRAPPED_MOST: usize = 120;

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
        text.clone_into(&mut self.last);
    }

    /// Whether the next line may be a part of the same paragraph: the last one is short
    /// enough for a text that is wrapped, or ends in the middle of a sentence.
    fn goes_on(&self, line: &Line<'_>) -> bool {
        !line.follows_blank
            && !line.has_bullet
            && (self.last.chars().count() <= WRAPPED_MOST || !ends_in_stop(&self.last))
    }
}

/// Reads one story.
pub struct Reader<'a, 'r> {
    pub(super) names: &'a Names,
    pub(super) remarks: &'r mut Remarks,
    pub(super) story: Story,
    pub(super) part: Part,
    /// The story has a `Facts`, or bullets before its sources.
    pub(super) has_mark: bool,
    pub(super) summary: Words,
    pub(super) facts: Vec<Words>,
    pub(super) sources: Option<Words>,
    pub(super) narratives: Vec<(String, Option<String>, Words)>,
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
            has_mark: false,
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
        self.has_mark = before
            .iter()
            .any(|line| line.has_bullet || line.kind == Kind::Facts);
        // How many sources there are tells what is a citation.
        self.numbers = sources.map_or(0, |at| {
            let words = sources_at(&lines[at..]);
            outlets(&words.text).map_or(0, |outlets| outlets.len())
        });
        for (at, line) in lines.iter().enumerate() {
            self.line(line, &lines[at..]);
        }
        self.finish()
    }

    fn line(&mut self, line: &Line<'_>, from_here: &[Line<'_>]) {
        match &line.kind {
            Kind::Furniture => furniture(line, self.remarks),
            Kind::Date(date) if matches!(self.part, Part::Start | Part::Top) => {
                self.story.date = Some(*date);
            }
            Kind::Teaser if self.part == Part::Top => {
                self.remarks.warn(
                    "dropped-teaser",
                    line.span,
                    "the teaser repeats the facts and is left out",
                    "",
                );
            }
            Kind::Facts if self.part == Part::Top => self.part = Part::Facts,
            Kind::Narratives if self.part != Part::Start => self.part = Part::Narratives,
            Kind::Forecast if self.part != Part::Start => {
                self.part = Part::Box;
                self.boxes.push((
                    line.text.trim_matches(['#', ':', ' ']).to_owned(),
                    Words {
                        span: line.span,
                        ..Words::default()
                    },
                ));
            }
            Kind::Sources(_) if self.part != Part::Start => self.sources(line, from_here),
            Kind::Head(head) if !matches!(self.part, Part::Start | Part::Top) => {
                self.part = Part::Narratives;
                let (provider, text) = head.parts(self.names).unwrap_or_else(|()| {
                    let title = "where the provider's name ends cannot be told";
                    self.remarks.refuse(
                        "provider-unclear",
                        line.span,
                        title,
                        "expected a name and a full stop",
                    );
                    (None, "")
                });
                let mut words = Words {
                    span: line.span,
                    ..Words::default()
                };
                words.add_text(text, line.span, "");
                self.narratives
                    .push((squeeze(head.stance), provider.map(squeeze), words));
            }
            _ => self.words(line),
        }
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
                self.part = if self.has_mark {
                    Part::Top
                } else {
                    Part::Facts
                };
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
            Part::Narratives => match self.narratives.last_mut() {
                Some((_, _, words))
                    if !line.has_bullet && (words.text.is_empty() || words.goes_on(line)) =>
                {
                    words.add(line, " ");
                }
                _ => self.unlabelled(line),
            },
            Part::Box => {
                let (_, words) = self.boxes.last_mut().expect("a box was begun");
                if words.text.is_empty() || words.goes_on(line) {
                    words.add(line, " ");
                } else {
                    self.unlabelled(line);
                }
            }
        }
    }

    /// A line of the facts: a new one, or a part of the last.
    fn fact(&mut self, line: &Line<'_>) {
        let has_mark = self.has_mark;
        let numbers = self.numbers;
        match self.facts.last_mut() {
            Some(fact) if !line.has_bullet => {
                let is_whole = split(&fact.text, numbers).is_ok_and(|cited| !cited.is_ambiguous);
                let between = match (line.follows_blank, has_mark) {
                    _ if is_whole => None,
                    (true, true) => Some("\n\n"),
                    (true, false) => None,
                    (false, true) => Some(" "),
                    (false, false) => fact.goes_on(line).then_some(" "),
                };
                match between {
                    Some(between) => fact.add(line, between),
                    None => self.new_fact(line),
                }
            }
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
        let goes_on = !line.follows_blank && !words.text.ends_with('.');
        let is_part =
            words.text.is_empty() || is_entry && !line.follows_blank || goes_on && !line.has_bullet;
        if line.kind != Kind::Words || !is_part {
            break;
        }
        let ends_entry = words.text.ends_with([',', ';']) || words.text.ends_with(" and");
        words.add(line, if is_entry && !ends_entry { ", " } else { " " });
    }
    words
}
