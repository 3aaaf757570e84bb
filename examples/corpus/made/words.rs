//! The words of the made-up briefs, chance without a clock, and sentences from both.

/// A stream of numbers that depends on its seed alone: `SplitMix64` (Steele, Lea and Flood, 2014).
pub struct Chance(u64);

impl Chance {
    /// The stream of one brief: streams with other numbers, or of other seeds, have nothing to do with it.
    pub fn new(seed: u64, number: u64) -> Self {
        let mut outer = Self(seed);
        let mut inner = Self(outer.draw() ^ number);
        Self(inner.draw())
    }

    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `end` - 1; 0 when `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        let scaled = (u128::from(self.draw()) * end as u128) >> 64;
        usize::try_from(scaled).expect("less than `end`, which is a usize")
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// True in one of `n` cases.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// Any item, all alike.
    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}

/// Ranks of which the first come often and the last hardly ever (Zipf's law).
pub struct LongTail {
    /// Of each rank: its weight and those of all before it.
    totals: Vec<usize>,
}

impl LongTail {
    /// Rank `k` weighs 1 / (`k` + `flatness`): the greater `flatness`, the less the first ones lead.
    pub fn new(ranks: usize, flatness: usize) -> Self {
        let weight = |rank: usize| 1_000_000 / (rank + flatness);
        let running = |total: &mut usize, rank| {
            *total += weight(rank);
            Some(*total)
        };
        Self {
            totals: (1..=ranks).scan(0, running).collect(),
        }
    }

    /// Different ranks, counted from 0, out of the first `pool`, which must not be fewer than `count`.
    pub fn distinct(&self, chance: &mut Chance, count: usize, pool: usize) -> Vec<usize> {
        let totals = &self.totals[..pool];
        let mut ranks = Vec::with_capacity(count);
        while ranks.len() < count {
            let point = chance.below(totals[pool - 1]);
            let rank = totals.partition_point(|total| *total <= point);
            if !ranks.contains(&rank) {
                ranks.push(rank);
            }
        }
        ranks
    }
}

/// One fact of 25 to 45 words, with `citation` inside the sentence.
pub fn fact(chance: &mut Chance, citation: &str) -> String {
    let mut text = String::with_capacity(320);
    push_subject(chance, &mut text);
    text.extend([" ", chance.pick(SAID), " that "]);
    push_clause(chance, &mut text);
    text.push_str(citation);
    let enough = chance.between(25, 28);
    while count_words(&text) < enough {
        match chance.below(10) {
            0..=4 => text.extend([", ", chance.pick(ADJUNCTS)]),
            5..=7 => {
                text.extend([", ", chance.pick(LINKS), " "]);
                push_clause(chance, &mut text);
            }
            _ => text.extend([" ", chance.pick(ASIDES)]),
        }
    }
    capitalise(&mut text, 0);
    text + "."
}

/// Sentences of opinion: at least `enough` words, fewer than thirty more; seldom two paragraphs.
pub fn opinion(chance: &mut Chance, enough: usize) -> String {
    let mut text = String::with_capacity(640);
    while count_words(&text) < enough {
        if !text.is_empty() {
            text.push_str(if chance.one_in(16) { "\n\n" } else { " " });
        }
        let start = text.len();
        push_opinion(chance, &mut text);
        capitalise(&mut text, start);
        text.push('.');
    }
    text
}

fn push_opinion(chance: &mut Chance, text: &mut String) {
    match chance.below(10) {
        0..=3 => {
            text.extend([chance.pick(OPINIONS), ", ", chance.pick(LINKS), " "]);
            push_clause(chance, text);
        }
        4..=6 => {
            push_clause(chance, text);
            text.extend([", and ", chance.pick(OPINIONS)]);
        }
        7..=8 => text.extend([chance.pick(ADJUNCTS), ", ", chance.pick(OPINIONS)]),
        _ => text.extend([chance.pick(OPINIONS), " ", chance.pick(ASIDES)]),
    }
}

fn push_clause(chance: &mut Chance, text: &mut String) {
    push_subject(chance, text);
    text.extend([" ", chance.pick(VERBS), " "]);
    push_object(chance, text);
}

fn push_subject(chance: &mut Chance, text: &mut String) {
    match chance.below(20) {
        0..=8 => {
            text.extend([chance.pick(PLACES), "'s ", chance.pick(ROLES), " "]);
            text.extend([chance.pick(FIRST_NAMES), " ", chance.pick(LAST_NAMES)]);
        }
        9..=16 => text.extend(["the ", chance.pick(BODIES), " of ", chance.pick(PLACES)]),
        _ => text.extend(["officials in ", chance.pick(CITIES).0]),
    }
}

fn push_object(chance: &mut Chance, text: &mut String) {
    let adjective = chance.pick(ADJECTIVES);
    let with = chance.below(5) < 3;
    text.push_str(match with {
        true if adjective.starts_with(['a', 'e', 'i', 'o', 'u']) => "an ",
        true => "a ",
        false => "the ",
    });
    let [before, after] = if chance.one_in(8) {
        chance.pick(MARKS)
    } else {
        ["", ""]
    };
    text.extend([before, adjective, after, " ", chance.pick(NOUNS)]);
    if with {
        text.extend([" with ", chance.pick(PLACES)]);
    }
}

/// Makes the letter at byte `start` a capital, when it is one of a to z.
pub fn capitalise(text: &mut str, start: usize) {
    if let Some(first) = text.get_mut(start..=start) {
        first.make_ascii_uppercase();
    }
}

fn count_words(text: &str) -> usize {
    text.split_ascii_whitespace().count()
}

/// The letters a to z and digits of a name, all else as single hyphens.
pub fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let parts = lower.split(|letter: char| !letter.is_ascii_alphanumeric());
    parts
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

/// Other words for each number, as long as there are any: `number` picks one of each list.
pub fn combination<const N: usize>(number: u32, lists: [&[&'static str]; N]) -> [&'static str; N] {
    // A prime shares no factor with the product of short lists, so neighbours lie far apart.
    let all: u64 = lists.iter().map(|list| list.len() as u64).product();
    let mut rest = u64::from(number) * 1_000_003 % all;
    lists.map(|list| {
        let end = list.len() as u64;
        let place = usize::try_from(rest % end).expect("less than a length");
        rest /= end;
        list[place]
    })
}

/// An outlet of the registry; its `id` is the first part of its domain too.
pub struct Outlet {
    pub id: String,
    pub name: String,
    pub alias: Option<String>,
    pub country: &'static str,
}

/// The names that all briefs of one seed share, the most common first.
pub struct World {
    pub seed: u64,
    pub outlets: Vec<Outlet>,
    pub outlet_ranks: LongTail,
    pub providers: Vec<String>,
    pub provider_ranks: LongTail,
    pub tags: Vec<String>,
    pub tag_ranks: LongTail,
}

impl World {
    /// 300 outlets, 80 providers, and more tags than a million briefs may use.
    pub fn new(seed: u64) -> Self {
        let mut chance = Chance::new(seed, u64::MAX);
        let tags = tags();
        Self {
            seed,
            outlets: outlets(&mut chance),
            outlet_ranks: LongTail::new(300, 3),
            providers: providers(&mut chance),
            provider_ranks: LongTail::new(80, 2),
            tag_ranks: LongTail::new(tags.len(), 0),
            tags,
        }
    }
}

/// `count` different pairs of an item from each list.
fn pairs<T: Copy>(
    chance: &mut Chance,
    ones: &[T],
    others: &[&str],
    count: usize,
) -> Vec<(T, String)> {
    let pair = |place: usize| {
        (
            ones[place / others.len()],
            others[place % others.len()].to_owned(),
        )
    };
    let mut pairs: Vec<_> = (0..ones.len() * others.len()).map(pair).collect();
    for place in 0..count {
        let other = chance.between(place, pairs.len() - 1);
        pairs.swap(place, other);
    }
    pairs.truncate(count);
    pairs
}

fn outlets(chance: &mut Chance) -> Vec<Outlet> {
    let mut outlets = Vec::new();
    for ((city, country), paper) in pairs(chance, CITIES, PAPERS, 300) {
        let article = if chance.one_in(5) { "The " } else { "" };
        let name = format!("{article}{city} {paper}");
        let alias = chance
            .one_in(4)
            .then(|| format!("{city} {paper} on Sunday"));
        outlets.push(Outlet {
            id: slug(&name),
            name,
            alias,
            country,
        });
    }
    outlets
}

fn providers(chance: &mut Chance) -> Vec<String> {
    let regular = pairs(chance, THINK_THEMES, THINK_TANKS, 80 - ODD_PROVIDERS.len());
    let mut providers: Vec<_> = regular.iter().map(|(a, b)| format!("{a} {b}")).collect();
    for odd in ODD_PROVIDERS {
        providers.insert(chance.below(20), (*odd).to_owned());
    }
    providers
}

/// The common topics, then the rare ones that are made of them.
fn tags() -> Vec<String> {
    let mut tags: Vec<_> = TOPICS.iter().map(|topic| (*topic).to_owned()).collect();
    let plain = |topic: &&&str| topic.bytes().all(|byte| byte.is_ascii_alphabetic());
    for topic in TOPICS.iter().filter(plain) {
        tags.extend(
            QUALIFIERS
                .iter()
                .map(|word| format!("{word} {}", topic.to_lowercase())),
        );
        tags.extend(PLACES.iter().map(|place| format!("{topic} in {place}")));
    }
    tags
}

/// A list of words, kept as dense as a paragraph.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $type:ty = [$($word:expr),* $(,)?];)*) => {
        $($(#[$doc])* pub const $name: &[$type] = &[$($word),*];)*
    };
}

#[rustfmt::skip]
words! {
    /// The head of the tags, the most common first.
    TOPICS: &str = [
        "Elections", "Courts", "Climate", "AI & Society", "Trade", "Energy", "São Paulo", "Health", "Migration", "Defence",
        "R&D", "Taxes", "Housing", "Labour", "Tokyo 東京", "Schools", "Science", "Space", "Café culture", "Farming",
        "Fisheries", "Kyiv Київ", "Banking", "Markets", "Privacy", "Beirut بيروت", "Media", "Railways", "Ports", "Web 3.0",
        "Aviation", "Water", "Côte d'Ivoire", "Drought", "Floods", "Wildlife", "Sanctions", "<b> and other tags", "Diplomacy",
        "Police", "Prisons", "Religion", "Carbon/Methane", "Sport", "Culture", "Tourism", "Mining", "Public debt", "Steel",
        "Microchips", "Telecoms", "Robotics", "Vaccines", "Hospitals", "Pensions", "Inflation", "Shipping", "Forests",
        "Wildfires", "Pop “stars”",
    ];
    /// Words that may stand before a plain topic: with it, the tail of the tags.
    QUALIFIERS: &str = [
        "Regional", "Global", "Northern", "Southern", "Eastern", "Western", "Coastal", "Urban", "Rural", "Federal",
        "Private", "Digital", "Emergency", "Arctic", "Baltic", "Andean", "Nordic", "Alpine", "Saharan", "Caribbean",
        "Pacific", "Atlantic", "Balkan", "Levantine", "Municipal", "Cross-border", "Offshore", "Inland", "Wartime",
        "Post-war", "Colonial", "Medieval", "Future", "Seasonal", "Weekly", "Historic", "Disputed", "Secret", "Illegal",
        "Amateur", "Industrial", "Organic", "Nuclear", "Solar", "Lunar", "Tropical", "Highland", "Island", "Desert",
        "Mountain", "Lakeside", "Veteran",
    ];
    PLACES: &str = [
        "Albania", "Argentina", "Belgium", "Bolivia", "Botswana", "Brazil", "Bulgaria", "Cambodia", "Canada", "Chile",
        "Colombia", "Costa Rica", "Croatia", "Denmark", "Ecuador", "Egypt", "Estonia", "Ethiopia", "Fiji", "Finland",
        "Georgia", "Ghana", "Greece", "Guatemala", "Guyana", "Iceland", "Indonesia", "Jordan", "Kenya", "Laos", "Latvia",
        "Malawi", "Malta", "Mexico", "Mongolia", "Morocco", "Namibia", "Nepal", "New Zealand", "Norway", "Oman", "Panama",
        "Paraguay", "Peru", "Poland", "Portugal", "Romania", "Rwanda", "Senegal", "Slovenia", "South Korea", "Sri Lanka",
        "Tanzania", "Thailand", "Tonga", "Tunisia", "Uganda", "Uruguay", "Vietnam", "Zambia",
    ];
    /// A city with the code of its country, `NO` among them.
    CITIES: (&str, &str) = [
        ("Lisbon", "PT"), ("Nairobi", "KE"), ("Gdańsk", "PL"), ("Osaka", "JP"), ("Lima", "PE"), ("Tampere", "FI"),
        ("Dakar", "SN"), ("Quito", "EC"), ("Hanoi", "VN"), ("Leeds", "GB"), ("Bergen", "NO"), ("Tromsø", "NO"),
        ("Turin", "IT"), ("Accra", "GH"), ("Denver", "US"), ("Halifax", "CA"), ("Galway", "IE"), ("Bilbao", "ES"),
        ("Aarhus", "DK"), ("Riga", "LV"), ("Plovdiv", "BG"), ("Tirana", "AL"), ("Zagreb", "HR"), ("Windhoek", "NA"),
        ("Lusaka", "ZM"), ("Cusco", "PE"), ("Durban", "ZA"), ("Kigali", "RW"), ("Hobart", "AU"), ("Utrecht", "NL"),
        ("Yerevan", "AM"), ("Arusha", "TZ"), ("Zürich", "CH"), ("Córdoba", "AR"), ("Dresden", "DE"), ("Busan", "KR"),
        ("Malmö", "SE"), ("Porto Alegre", "BR"), ("Chennai", "IN"), ("Antwerp", "BE"), ("Tartu", "EE"), ("Suva", "FJ"),
        ("Valparaíso", "CL"), ("Izmir", "TR"),
    ];
    PAPERS: &str = [
        "Courier", "Ledger", "Gazette", "Herald", "Observer", "Dispatch", "Monitor", "Tribune", "Chronicle", "Register",
        "Sentinel", "Standard", "Bulletin", "Examiner", "Journal", "Mirror", "Telegraph", "Broadcasting", "Evening News",
        "Business Daily",
    ];
    /// Names that `outlets.yaml` does not have and that are near to none of its names.
    STRAY_OUTLETS: &str = [
        "Letters from the Allotment", "Åsa Writes About Money", "Radio Ñandú 88.1", "Al-Manara المنارة Weekly",
        "Asahi-gaoka 旭ヶ丘 Neighbourhood Notes", "The Fishmongers' Almanac", "Pravda-free Zone («без цензуры»)",
        "Ministry of Silly Statistics", "Port & Starboard", "Data Is Plural-ish", "Hansard Live Transcript", "404media.example",
        "Tax Nerds: The Podcast", "Court Records, Unsealed", "<i>Italic</i> Magazine", "The Quiet Substation",
        "Señal Abierta", "Volcano Watch #7", "1440 Minutes", "Grain & Oilseed Circular", "Under-secretary's Diary",
        "Bundesanzeiger Auszug", "Night Train Passenger Union", "Emoji Times 📰",
    ];
    THINK_TANKS: &str = [
        "Institute", "Foundation", "Council", "Forum", "Society", "Centre", "Quarterly", "Collective", "Observatory",
        "Network",
    ];
    THINK_THEMES: &str = [
        "Liberty", "Growth", "Justice", "Clean Energy", "Fair Labour", "Home Security", "Free Trade", "Open Data",
        "Reform", "Smallholder", "Ocean", "Civic", "Transatlantic", "Heritage Crafts", "New Horizons", "Common Ground",
    ];
    ODD_PROVIDERS: &str = [
        "Société & État", "Hugmyndasmiðja Norðursins", "Fundação Três Rios", "Smith & O'Dowd \"Notes\"", "思想 Shisō Review",
        "Мысль (Mysl) Almanac",
    ];
    /// The two ends of an axis; the most common axis is here twice.
    POLES: [&str; 2] = [
        ["Pro-establishment", "Establishment-critical"], ["Pro-establishment", "Establishment-critical"], ["Left", "Right"],
        ["Progressive", "Conservative"], ["Pro-government", "Anti-government"], ["Narrative A", "Narrative B"],
    ];
    /// The stances beside an axis; `Localist` is of the site's own.
    BESIDES: &[&str] = [
        &[], &[], &[], &[], &[], &["Nerd"], &["Nerd"], &["Cynical"], &["Cynical"], &["Nerd", "Cynical"],
        &["Cynical", "Nerd"], &["Localist", "Centralist"],
    ];
    FORECASTERS: &str = ["Foresight Exchange", "Crowdcast", "Superodds", "Delphi & Daughters", "Prognosis.example"];
    FIRST_NAMES: &str = [
        "Anselm", "Brigid", "Chidi", "Dagny", "Elif", "Farid", "Gaspar", "Hana", "Ingrid", "João", "Kenji", "Ludmila",
        "Mateus", "Nadège", "Olena", "Pavel", "Quentin", "Rosa", "Štefan", "Tariq", "Ursula", "Valérie", "Wilhelmina",
        "Xiomara", "Yusuf", "Zdeněk", "Fumiko", "Kofi", "Marek", "Jasna",
    ];
    LAST_NAMES: &str = [
        "Adeyemi", "Bergström", "Calloway", "Dąbrowski", "Eriksen", "Fairbairn", "García", "Holloway", "Ibrahimović",
        "Jansen", "Kowalczyk", "Lachance", "Müller", "Nakagawa", "O'Connor", "Petrosyan", "Quispe", "Rasmussen",
        "Sandoval", "Tshabalala", "Ueda", "Villanueva", "Whitcombe", "Xanthos", "Ypsilanti", "Zieliński", "Goswami",
        "Esterházy", "Novotná", "Brodeur",
    ];
    ROLES: &str = [
        "president", "prime minister", "foreign minister", "finance minister", "attorney general", "central banker",
        "defence secretary", "opposition leader", "federal judge", "police chief", "union leader", "energy commissioner",
        "chief negotiator", "health secretary", "trade envoy", "party spokesperson", "former governor", "chief auditor",
    ];
    BODIES: &str = [
        "parliament", "senate", "supreme court", "interior ministry", "trade commission", "central bank", "election board",
        "national guard", "ethics committee", "appeals court", "statistics office", "health agency", "climate panel",
        "port authority", "labour federation", "security council", "audit office", "cartel office", "transport ministry",
        "lower house",
    ];
    SAID: &str = [
        "said", "announced", "confirmed", "reported", "warned", "told reporters", "argued", "stated", "claimed",
        "estimated", "acknowledged", "alleged",
    ];
    /// Alike in the past tense and as a participle, so that titles can use them too.
    VERBS: &str = [
        "approved", "rejected", "postponed", "expanded", "reviewed", "suspended", "reinforced", "challenged", "condemned",
        "endorsed", "unveiled", "investigated", "renegotiated", "criticised", "defended", "blocked", "ratified",
        "restricted", "outlined", "amended", "backed", "delayed", "resumed", "tabled",
    ];
    ADJECTIVES: &str = [
        "new", "bilateral", "temporary", "controversial", "sweeping", "long-delayed", "draft", "regional", "emergency",
        "federal", "unprecedented", "partial", "joint", "revised", "strategic", "domestic", "independent", "voluntary",
        "far-reaching", "limited", "multilateral", "disputed", "landmark", "seasonal", "preliminary", "additional",
    ];
    NOUNS: &str = [
        "budget", "ceasefire proposal", "trade agreement", "sanctions package", "fuel subsidy", "pension reform",
        "migration pact", "tax credit", "arms contract", "water treaty", "vaccination drive", "inflation target",
        "import tariff", "privacy bill", "rail timetable", "fishing quota", "housing plan", "carbon levy",
        "election calendar", "border crossing", "grain corridor", "prisoner exchange", "bank merger", "asylum rule",
        "oil price cap", "drought response", "satellite launch", "cyber initiative", "wage increase", "chip export rule",
        "debt swap", "media law", "nuclear inspection", "supply review", "school curriculum", "oversight board",
    ];
    ADJUNCTS: &str = [
        "in a move that surprised several observers", "according to people familiar with the matter",
        "despite objections from neighbouring states", "after weeks of talks behind closed doors",
        "ahead of a vote expected in spring", "following a report published in June",
        "amid rising concern over food prices", "as protests continued in the capital",
        "during a summit of twelve delegations", "while the exact cost remains unclear",
        "in line with an earlier court ruling", "as part of a wider effort to calm markets",
        "for the first time in a decade", "under pressure from local authorities",
        "with the support of a narrow majority", "pending a review by outside auditors",
        "to meet commitments made before", "because the old rules were judged too weak",
        "although no timetable has been published", "in spite of a formal complaint",
    ];
    OPINIONS: &str = [
        "the measure does little about the causes of the crisis", "ordinary households will carry most of the burden",
        "the decision is a necessary and overdue correction", "critics have exaggerated the risks for their own gain",
        "once again symbolism has won over substance", "voters deserve to know how the money is spent",
        "no serious alternative has been offered", "the evidence points to steady improvement",
        "such promises rarely survive an election", "allies should not mistake patience for weakness",
        "the country can hardly afford another lost year", "independent institutions must be left to do their work",
        "markets have already priced in the worst", "the courts, not commentators, should settle the question",
        "a sober reading of the figures tells another story", "this is what responsible leadership looks like",
        "the damage to public trust will be hard to repair", "cooperation is the only path that ever worked",
        "nobody asked the people who live there", "half a solution is better than a slogan",
    ];
    LINKS: &str = ["while", "as", "after", "although", "because", "and", "even though", "since", "whereas", "so that"];
    /// What may stand around a word.
    MARKS: [&str; 2] = [
        ["*", "*"], ["*", "*"], ["**", "**"], ["`", "`"], ["\"", "\""], ["“", "”"], ["[", "](https://records.example/?a=1&b=2)"],
        ["[", "](https://example.net/wiki/A_(b))"],
    ];
    /// What a careless generator stumbles over; at most eight words, never at the start of a text.
    ASIDES: &str = [
        "(Q&A, R&D)", "with turnout at 40 % < 50 %", "— in what “analysts” call a façade —", "(約束 / обещание / وعد)",
        "worth €1.2bn 📈", "under the `§4(b)` clause", "(a prankster wrote <script>alert(1)</script>)",
        "set in <b> type", "(filed as {{ site.title }})", "between {% raw %} and {% endraw %}", "(AT&amp;T in the minutes)",
        "as the *naïve* Bürgermeister of Köln hoped", "in the folder C:\\temp\\new", "with x < y && y > z",
        "(snake_case_name, \"quoted\" and 'single')", "or \\*nothing\\* at all", "under the motto «السلام عليكم»",
        "with 👩‍👩‍👧 and 🇳🇴 on its banner", "for `a < b && c` reasons", "see [the *whole* record](https://records.example/)",
        "in its **first** and *second* reading", "(100 % of 7 | 8 seats)", "at −3 °C and 1 000 hPa", "日本語の見出し",
    ];
    /// Put behind a title, one in twelve.
    TITLE_ASIDES: &str = [
        ": Q&A", " <b>live</b>", " {{ site.title }}", " 📈", " &amp; more", " (約束)", " — обещание", " {% raw %}", ": “why now?”",
        " | R&D", " #2", " <script>alert(1)</script>", " والسلام", " \\o/",
    ];
    /// Languages and their code; the last language is one that nobody knows.
    LISTINGS: (&str, &str) = [
        ("rust", "fn share(yes: u64, no: u64) -> u64 {\n    100 * yes / (yes + no) // <b>rounded</b> & cut\n}"),
        ("python", "rate = turnout / eligible\n\nif rate < 0.5:\n    print(\"quorum missed\", rate)"),
        ("toml", "[levy]\nrate = 0.4 # per cent\nnames = [\"A&B\", '<C>']"),
        ("json", "{\n  \"series\": \"cpi\",\n  \"change\": 0.4,\n  \"note\": \"</script>\"\n}"),
        ("q#-<\"odd\">&'lang'", "let x = {{ site.title }};\n  {% raw %} --- # not a heading"),
    ];
}
