//! Page + theme → HTML: Markdown, highlighting, views, Tera.

mod brief_view;
mod cards;
mod drawer;
mod entry;
mod given;
mod highlight;
mod json_ld;
mod links;
mod list_view;
mod markdown;
mod marks;
mod plain;
mod source_view;
mod view;

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use tera::{Context, ErrorKind, Value};

pub use brief_view::percent;
pub use entry::entry_html;
pub use given::fields;
pub use links::Links;
pub use markdown::plain_text;

use crate::diag::{Diagnostic, Error};
use crate::model::Brief;
use crate::plan::{FeedOf, Grouping, Planned, What};
use crate::site::{Briefs, CardId, Site};
use crate::text::Span;
use crate::theme::{Names, Theme, template_fault};
use cards::Cards;
use drawer::Drawer;
use given::Given;
use view::{PageView, SiteView};

/// All that pages are made from, with what they share made once.
#[derive(Debug)]
pub struct Renderer<'a> {
    site: &'a Site,
    briefs: &'a dyn Briefs,
    theme: &'a Theme,
    cards: Arc<Cards>,
    /// The theme as one that names every field.
    telling: OnceLock<Theme>,
}

/// What one thread renders with: its own copy of the values that every page reads.
/// Shared between threads, their reference counts would be written by all at once.
#[derive(Debug)]
pub struct Desk {
    site: Value,
    texts: Value,
    /// The brief that was asked for last: its page and its data are made one after the other.
    last: Option<(CardId, Arc<Brief>)>,
    drawer: Drawer,
    /// The bytes of the page at hand, in memory that is used again.
    pub buffer: Vec<u8>,
}

/// What a template is given besides `site`, `page` and `t`.
type Besides = Vec<(&'static str, Value)>;

/// Everything that the template of one page is given.
#[derive(Debug)]
pub struct View {
    /// The template that it is for, by its name in the theme.
    pub template: &'static str,
    /// The kind of page, as templates are told it.
    pub kind: &'static str,
    context: Context,
}

/// A page before its template runs.
struct Prepared {
    page: PageView,
    given: Besides,
}

impl<'a> Renderer<'a> {
    /// Makes room for what pages share: each brief's card is made once.
    pub fn new(site: &'a Site, briefs: &'a dyn Briefs, theme: &'a Theme) -> Self {
        Self {
            site,
            briefs,
            theme,
            cards: Arc::default(),
            telling: OnceLock::new(),
        }
    }

    /// A desk for one thread.
    pub fn desk(&self) -> Desk {
        let names = &self.theme.names;
        let texts: tera::Map = self
            .theme
            .texts
            .iter()
            .map(|(key, text)| (key.clone().into(), text.given(names)))
            .collect();
        let site = SiteView::of(self.site, self.theme).given(names);
        let texts = Value::from(texts);
        Desk {
            drawer: Drawer::new(names, &site, &texts, Arc::clone(&self.cards)),
            site,
            texts,
            last: None,
            buffer: Vec::new(),
        }
    }

    /// The whole of a brief. The error is the world's.
    pub fn whole(&self, id: CardId, desk: &mut Desk) -> Result<Arc<Brief>, Error> {
        if let Some((of, brief)) = &desk.last
            && *of == id
        {
            return Ok(Arc::clone(brief));
        }
        let brief = self.briefs.brief(id)?;
        desk.last = Some((id, Arc::clone(&brief)));
        Ok(brief)
    }

    /// The view of a planned page. None when `planned` is no page of the theme. The
    /// error is the world's.
    pub fn view(&self, planned: &Planned, desk: &mut Desk) -> Result<Option<View>, Error> {
        let prepared = match &planned.what {
            What::Brief(id) => {
                let brief = self.whole(*id, desk)?;
                Some(self.brief(&brief, *id, planned, &desk.drawer))
            }
            What::Term(grouping, slug, list) => {
                Some(self.term(planned, *grouping, slug, list, &desk.drawer)?)
            }
            _ => self.prepare(planned, &desk.drawer),
        };
        let template = template_of(&planned.what);
        let view = |(prepared, template)| self.given(prepared, template, desk);
        Ok(prepared.zip(template).map(view))
    }

    fn given(&self, prepared: Prepared, template: &'static str, desk: &Desk) -> View {
        let mut context = Context::new();
        context.insert_value("site", desk.site.clone());
        context.insert_value("t", desk.texts.clone());
        context.insert_value("page", prepared.page.given(&self.theme.names));
        for (name, given) in prepared.given {
            context.insert_value(name, given);
        }
        View {
            template,
            kind: prepared.page.kind,
            context,
        }
    }

    /// The HTML of a planned page, appended to the buffer of `desk`.
    pub fn page(&self, view: &View, planned: &Planned, desk: &mut Desk) -> Result<(), Diagnostic> {
        let (name, tera) = (view.template, &self.theme.tera);
        tera.render_to(name, &view.context, &mut desk.buffer)
            .map_err(|error| self.told(name, planned).unwrap_or(error))
            .map_err(|error| self.fault(name, planned, &error))
    }

    /// The error of a page that was given every field. The engine tells which fields there
    /// are where one is wrong, and should know of all of them.
    fn told(&self, name: &str, planned: &Planned) -> Option<tera::Error> {
        let theme = self.telling.get_or_init(|| Theme {
            names: Names::all(),
            ..self.theme.clone()
        });
        let renderer = Renderer::new(self.site, self.briefs, theme);
        let mut desk = renderer.desk();
        let view = renderer.view(planned, &mut desk).ok()??;
        theme.tera.render(name, &view.context).err()
    }

    fn prepare(&self, planned: &Planned, drawer: &Drawer) -> Option<Prepared> {
        let names = &self.theme.names;
        let page = |kind: &'static str, title: &str| PageView::of(self.site, planned, kind, title);
        Some(match &planned.what {
            What::Home(list) => {
                let mut page = page("home", "");
                page.turn(self.site, self.theme, list);
                Prepared {
                    given: vec![("list", self.list(&self.all(list, drawer), Some(list)))],
                    page,
                }
            }
            What::Terms(grouping) => Prepared {
                page: page("terms", self.theme.texts.get(grouping.folder())),
                given: vec![(
                    "terms",
                    list_view::terms(self.site, self.theme, *grouping).given(names),
                )],
            },
            What::Archive => Prepared {
                page: page("archive", self.theme.texts.get("archive")),
                given: vec![(
                    "years",
                    list_view::years(self.site, self.theme).given(names),
                )],
            },
            What::Year(year) => Prepared {
                page: page("archive-year", &year.to_string()),
                given: vec![(
                    "year",
                    list_view::year(self.site, self.theme, *year).given(names),
                )],
            },
            What::Month(year, month) => Prepared {
                page: page(
                    "archive-month",
                    &self.theme.texts.month_and_year(*year, *month),
                ),
                given: vec![
                    (
                        "year",
                        list_view::year(self.site, self.theme, *year).given(names),
                    ),
                    (
                        "month",
                        list_view::month(self.site, self.theme, *year, *month).given(names),
                    ),
                    ("days", self.days(*year, *month, drawer)),
                ],
            },
            What::Corrections(list) => {
                let mut page = page("corrections", self.theme.texts.get("corrections"));
                page.turn(self.site, self.theme, list);
                page.add_feeds(self.site, &FeedOf::Corrections);
                Prepared {
                    given: vec![
                        ("entries", self.corrections(list, drawer)),
                        ("pager", list_view::pager(self.site, list).given(names)),
                    ],
                    page,
                }
            }
            What::Plain(index) => self.plain(planned, *index),
            What::NotFound => {
                let mut page = page("404", self.theme.texts.get("not_found"));
                page.noindex = true;
                Prepared {
                    page,
                    given: Vec::new(),
                }
            }
            _ => return None,
        })
    }

    fn brief(&self, brief: &Brief, id: CardId, planned: &Planned, drawer: &Drawer) -> Prepared {
        let card = &self.site.cards[id];
        let view = brief_view::brief(self, brief, id, drawer);
        let mut page = PageView::of(self.site, planned, "brief", &card.title);
        page.og_type = "article";
        if let Some(lang) = &card.lang {
            lang.as_str().clone_into(&mut page.lang);
            page.dir = lang.direction();
        }
        page.description = markdown::summary_text(&card.summary, 200);
        page.noindex = card.draft || self.site.is_scheduled(card);
        page.draft = card.draft;
        page.image = brief_view::image_permalink(self.site, brief);
        page.json_ld_html = Some(json_ld::news_article(self.site, brief, card, &page));
        Prepared {
            page,
            given: vec![("brief", view.given(&self.theme.names))],
        }
    }

    fn plain(&self, planned: &Planned, index: usize) -> Prepared {
        let plain = &self.site.pages[index];
        let links = Links::within(&self.site.config, &plain.target);
        let html = markdown::blocks(&plain.markdown, 2, &links, None);
        let mut page = PageView::of(self.site, planned, "page", &plain.title);
        page.description.clone_from(&plain.summary);
        page.noindex = plain.draft;
        page.draft = plain.draft;
        if let Some(lang) = &plain.lang {
            lang.as_str().clone_into(&mut page.lang);
            page.dir = lang.direction();
        }
        Prepared {
            page,
            given: vec![("content_html", Value::from(html))],
        }
    }

    /// The fault of a template, at its place. One that only some pages meet names the first of them.
    fn fault(&self, template: &str, planned: &Planned, error: &tera::Error) -> Diagnostic {
        let unknown: Arc<str> = Arc::from(template);
        let diagnostic = match error.kind() {
            ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => {
                let path = self.theme.paths.get(report.filename()).unwrap_or(&unknown);
                let range = &report.span().range;
                template_fault(path, Span::new(range.start, range.end), report.message())
            }
            other => {
                let path = self.theme.paths.get(template).unwrap_or(&unknown);
                template_fault(path, Span::default(), &other.to_string())
            }
        };
        diagnostic.help(format!(
            "it was met on the page {}",
            planned.target.address()
        ))
    }
}

/// The template that makes a page, by the name that it has in every theme. None for files
/// that are no pages of the theme.
pub fn template_of(what: &What) -> Option<&'static str> {
    Some(match what {
        What::Brief(_) => "brief.html",
        What::Home(_) => "home.html",
        What::Terms(_) => "terms.html",
        What::Term(Grouping::Tags, ..) => "tag.html",
        What::Term(Grouping::Outlets, ..) => "outlet.html",
        What::Term(Grouping::Providers, ..) => "provider.html",
        What::Term(Grouping::Stances, ..) => "stance.html",
        What::Term(Grouping::Series, ..) => "series.html",
        What::Archive => "archive.html",
        What::Year(_) => "archive-year.html",
        What::Month(..) => "archive-month.html",
        What::Corrections(_) => "corrections.html",
        What::Plain(_) => "page.html",
        What::NotFound => "404.html",
        _ => return None,
    })
}

/// A text without citations as block HTML.
pub fn prose_html(markdown: &str, links: &Links<'_>) -> String {
    markdown::blocks(markdown, 4, links, None)
}

/// Text that is usually borrowed.
type Text<'a> = Cow<'a, str>;
