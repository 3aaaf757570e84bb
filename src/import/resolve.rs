//! The parts of a story that were read → the story: which number means which source.

use super::citation::{Uncited, ends_in_stop, inside, split};
use super::forecast::forecast;
use super::line::BULLETS;
use super::names::{Provider, is_abbreviation, outlets};
use super::reader::{Reader, Told, Words};
use super::squeeze;
use super::story::{Cited, Statement, Story, Telling};
use crate::model::Stances;
use crate::text::{Span, shorten};

impl Reader<'_, '_> {
    /// The story. What is wrong with it is among the remarks.
    pub(super) fn finish(mut self) -> Story {
        if self.story.title.is_empty() {
            self.remarks
                .refuse("no-title", self.title, "text has no title", "");
        }
        if self.facts.is_empty() {
            self.remarks
                .refuse("no-facts", self.title, "story has no facts", "");
        }
        if self.story.date.is_none() {
            self.remarks.warn(
                "missing-date",
                self.title,
                "story has no date",
                "add it to the brief, or give one with --date",
            );
        }
        self.story.summary = self
            .summary
            .text
            .split("\n\n")
            .map(squeeze)
            .collect::<Vec<_>>()
            .join("\n\n");
        self.compare_teaser();
        self.odd_quotes(&self.summary.clone());
        self.finish_sources();
        self.finish_facts();
        self.finish_narratives();
        self.finish_boxes();
        self.story
    }

    /// A teaser is left out because it repeats the facts: so each of its parts has to be
    /// the beginning of a fact. Its last word may be cut.
    fn compare_teaser(&mut self) {
        let Some(teaser) = &self.teaser else { return };
        let words = |text: &str| -> Vec<String> {
            let words = text.split(|c: char| !c.is_alphanumeric());
            words
                .filter(|word| !word.is_empty())
                .map(str::to_lowercase)
                .collect()
        };
        let count = self.story.sources.len().max(self.numbers);
        let uncited =
            |text: &str| split(text, count).map_or_else(|_| text.to_owned(), |cited| cited.text);
        let facts: Vec<Vec<String>> = self
            .facts
            .iter()
            .map(|fact| words(&uncited(&fact.text)))
            .collect();
        // Before the first bullet stands `Facts`.
        let mut parts: Vec<&str> = vec![&teaser.text];
        for bullet in BULLETS {
            let sign = format!(" {bullet} ");
            parts = parts
                .into_iter()
                .flat_map(|part| part.split(sign.as_str()).collect::<Vec<_>>())
                .collect();
        }
        let repeats = parts.len() > 1
            && parts.iter().skip(1).all(|part| {
                let mut said = words(&uncited(part));
                let Some(last) = said.pop() else { return true };
                facts.iter().any(|fact| {
                    let next = fact.get(said.len());
                    fact.starts_with(&said) && next.is_some_and(|word| word.starts_with(&last))
                })
            });
        if repeats {
            let title = "the teaser repeats the facts and is left out";
            self.remarks.warn("dropped-teaser", teaser.span, title, "");
        } else {
            let title = "the teaser says something else than the facts";
            self.remarks.refuse(
                "teaser-differs",
                teaser.span,
                title,
                "it was taken for the facts once more",
            );
        }
    }

    fn finish_sources(&mut self) {
        let Some(words) = &self.sources else {
            self.remarks.refuse(
                "no-sources",
                self.title,
                "story has no sources line",
                "expected a line that begins `Sources:`",
            );
            return;
        };
        let Some(outlets) = outlets(&words.text) else {
            let title = "sources line does not count 1, 2, 3";
            self.remarks.refuse(
                "sources-unclear",
                words.span,
                title,
                "which name has which number cannot be told",
            );
            return;
        };
        self.remarks.warn(
            "missing-urls",
            words.span,
            "sources have no addresses",
            "the text names outlets only",
        );
        let source = |outlet| Cited {
            outlet,
            ..Cited::default()
        };
        self.story.sources = outlets.into_iter().map(source).collect();
    }

    fn finish_facts(&mut self) {
        let count = self.story.sources.len();
        if count == 0 {
            return;
        }
        let facts = std::mem::take(&mut self.facts);
        let has_number = |words: &Words| split(&words.text, count) != Err(Uncited::None);
        let only = count == 1 && !facts.iter().any(has_number);
        let mut used = vec![false; count];
        for words in &facts {
            self.odd_quotes(words);
            let mut fact = Statement {
                span: words.span,
                ..Statement::default()
            };
            let text = match split(&words.text, count) {
                Ok(cited) => {
                    if cited.is_ambiguous {
                        let title = "the number at the end may belong to the sentence";
                        let label =
                            "taken as the number of a source, because no other stands there";
                        self.remarks
                            .warn("ambiguous-citation", words.span, title, label);
                    }
                    fact.cites = cited.numbers.iter().map(|number| number - 1).collect();
                    cited.text
                }
                // `1.` at its end would stay, whatever it means.
                Err(Uncited::None)
                    if only && !words.text.trim_end_matches(['.', ')']).ends_with(['1']) =>
                {
                    fact.cites = vec![0];
                    words.text.clone()
                }
                Err(Uncited::None) => {
                    self.remarks.refuse(
                        "uncited-fact",
                        words.span,
                        "fact has no source",
                        "no number of a source stands at its end",
                    );
                    words.text.clone()
                }
                Err(Uncited::Beyond(number)) => {
                    self.beyond(number, words.span);
                    words.text.clone()
                }
            };
            if let Some(number) = inside(&text, count) {
                let title = format!("the number {number} in the middle may be that of a source");
                self.remarks.warn(
                    "number-inside",
                    words.span,
                    title,
                    "kept as a part of the text",
                );
            }
            fact.cites.iter().for_each(|&source| used[source] = true);
            fact.text = paragraphs(&text);
            self.story.facts.push(fact);
        }
        self.unused(&used);
    }

    fn beyond(&mut self, number: usize, span: Span) {
        let title = format!("citation of source {number}, which the sources line does not have");
        let label = format!("the sources line has 1 to {}", self.story.sources.len());
        self.remarks
            .refuse("citation-beyond-sources", span, title, label);
    }

    fn unused(&mut self, used: &[bool]) {
        let span = self.sources.as_ref().map_or(self.title, |words| words.span);
        let cites = |words: &Words| {
            split(&words.text, used.len())
                .map(|cited| cited.numbers)
                .unwrap_or_default()
        };
        let told: Vec<usize> = self
            .narratives
            .iter()
            .flat_map(|told| cites(&told.words))
            .collect();
        let unused = (0..used.len()).filter(|at| !used[*at] && !told.contains(&(at + 1)));
        let names: Vec<String> = unused
            .map(|at| format!("{} `{}`", at + 1, self.story.sources[at].outlet))
            .collect();
        if !names.is_empty() {
            let title = format!("nothing cites {}", shorten(&names.join(", "), 200));
            self.remarks
                .warn("unused-source", span, title, "kept as a source");
        }
    }

    fn finish_narratives(&mut self) {
        let narratives = std::mem::take(&mut self.narratives);
        if narratives.is_empty() {
            self.remarks.warn(
                "no-narratives",
                self.title,
                "story has no narratives",
                "imported with its facts alone",
            );
        }
        let count = self.story.sources.len();
        for told in narratives {
            let (stance, provider, words) = self.divide(told);
            self.odd_quotes(&words);
            if words.text.is_empty() {
                let title = format!("narrative `{stance}` has no text");
                self.remarks.refuse(
                    "empty-narrative",
                    words.span,
                    title,
                    "expected its text after the label",
                );
                continue;
            }
            // A narrative need not cite: a number without a stop before it is a part of the text.
            let (text, cites) = match split(&words.text, count) {
                Ok(cited) if !cited.is_ambiguous && ends_in_stop(&cited.text) => {
                    (cited.text, cited.numbers)
                }
                Err(Uncited::Beyond(number)) => {
                    self.beyond(number, words.span);
                    continue;
                }
                _ => (words.text.clone(), Vec::new()),
            };
            let speaks_of_chances = Stances::new([])
                .resolve(&stance)
                .is_some_and(|stance| stance.id.as_str() == "nerd");
            if speaks_of_chances {
                self.story
                    .forecasts
                    .extend(forecast(&text, provider.as_deref(), false));
            }
            self.story.narratives.push(Telling {
                stance,
                provider,
                url: None,
                prose: Statement {
                    text: squeeze(&text),
                    cites: cites.iter().map(|number| number - 1).collect(),
                    span: words.span,
                    ..Statement::default()
                },
            });
        }
    }

    /// The stance, the provider and the text of a narrative.
    fn divide(&mut self, told: Told) -> (String, Option<String>, Words) {
        let Told {
            stance,
            has_provider,
            first,
            mut words,
            has_gap,
            ..
        } = told;
        if !has_provider {
            return (stance, None, words);
        }
        let (line, rest) = words.text.split_at(first.min(words.text.len()));
        let of_line = self.names.provider(line);
        let of_all = self.names.provider(&words.text);
        let found = match of_line {
            // A name that fills its line may go on in the next: `The New York` / `Times. …`.
            Some(alone) if alone.rest.is_empty() && !rest.is_empty() => {
                let last = line.trim_end_matches('.').rsplit(' ').next().unwrap_or("");
                let has_ended = line.ends_with('.') && !is_abbreviation(last);
                let is_longer =
                    |all: &Provider<'_>| all.name.len() > line.len() && !has_ended && !has_gap;
                let all = of_all.filter(is_longer);
                // A short sentence may look like the end of a name.
                let all = all.map(|all| Provider {
                    is_sure: false,
                    ..all
                });
                Some(all.unwrap_or(Provider {
                    rest: rest.trim_start(),
                    ..alone
                }))
            }
            _ => of_all,
        };
        let Some(Provider {
            name,
            rest,
            is_sure,
        }) = found
        else {
            let title = "where the provider's name ends cannot be told";
            let label = "expected a name and a full stop, or an outlet of content/outlets.yaml";
            self.remarks
                .refuse("provider-unclear", words.span, title, label);
            return (stance, None, words);
        };
        if !is_sure {
            let title = format!("the provider may not be `{name}`");
            self.remarks.warn(
                "provider-ambiguous",
                words.span,
                title,
                "a name and its sentence may both end in an abbreviation",
            );
        }
        let (name, rest) = (squeeze(name), rest.to_owned());
        words.text = rest;
        (stance, Some(name), words)
    }

    fn finish_boxes(&mut self) {
        for (title, words) in std::mem::take(&mut self.boxes) {
            if words.text.is_empty() {
                self.remarks.warn(
                    "empty-prediction",
                    words.span,
                    format!("`{title}` is empty and is left out"),
                    "",
                );
                continue;
            }
            let provider = title.starts_with("Metaculus").then_some("Metaculus");
            self.story
                .forecasts
                .extend(forecast(&words.text, provider, true));
            let statement = Statement {
                text: squeeze(&words.text),
                span: words.span,
                ..Statement::default()
            };
            self.story.sections.push((title, statement));
        }
    }

    /// Quotation marks without a partner are kept as they are.
    fn odd_quotes(&mut self, words: &Words) {
        let count = |mark: char| words.text.matches(mark).count();
        if !count('"').is_multiple_of(2) || count('“') != count('”') {
            let title = "a quotation mark has no partner";
            self.remarks
                .warn("odd-quotes", words.span, title, "kept as it is");
        }
    }
}

/// The paragraphs of a text, each with single spaces.
fn paragraphs(text: &str) -> String {
    text.split("\n\n")
        .map(squeeze)
        .collect::<Vec<_>>()
        .join("\n\n")
}
