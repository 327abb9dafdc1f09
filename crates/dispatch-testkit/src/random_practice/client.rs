//! Random clients: what they ask of who treats them, and where else they are.

use chrono::{Duration, NaiveDate};
use dispatch_core::{ClearanceIndex, Cleared, Client, Lane, Minute, Minutes, Span, Wish};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{Index, select},
};

/// What is known of a client, before it is known who there is.
#[derive(Clone, Debug)]
pub(super) struct Asks {
    vip: bool,
    last_provider: Option<Index>,
    avoid: Vec<Index>,
    gender: Option<Wish>,
    language: Option<Wish>,
    /// Minutes after the start, and how many.
    busy: Vec<(i32, i32)>,
    /// Which, and on how many days before the last one of the horizon; none if nobody says.
    cleared: Option<Vec<(u16, i64)>>,
}

pub(super) fn asks() -> impl Strategy<Value = Asks> {
    let known = (prop::bool::weighted(0.07), option::of(any::<Index>()));
    let avoid = prop_oneof![5 => Just(Vec::new()), 1 => vec(any::<Index>(), 1..=2)];
    let wishes = (wish(&["female", "Male"]), wish(&["spanish", "korean"]));
    let other = (prop_oneof![2 => 20..100, 1 => -200..200], 5..90);
    let busy = prop_oneof![5 => Just(Vec::new()), 1 => vec(other, 1..=2)];
    let cleared = option::weighted(0.9, vec((0..2u16, -1i64..8), 0..=5));
    let other = (busy, cleared);
    (known, avoid, wishes, other).prop_map(
        |((vip, last_provider), avoid, (gender, language), (busy, cleared))| Asks {
            vip,
            last_provider,
            avoid,
            gender,
            language,
            busy,
            cleared,
        },
    )
}

fn wish(words: &'static [&'static str]) -> impl Strategy<Value = Option<Wish>> {
    let wish = (any::<bool>(), select(words));
    option::weighted(
        0.12,
        wish.prop_map(|(must, word)| if must { Wish::Must } else { Wish::Prefer }(word.to_owned())),
    )
}

impl Asks {
    pub(super) fn client(&self, start: Minute, last: NaiveDate, provider: impl Fn(Index) -> Lane) -> Client {
        let busy =
            |(after, minutes): &(i32, i32)| Span::from_start(start.plus(Minutes(*after)), Minutes(*minutes));
        let on = |(clearance, days): &(u16, i64)| Cleared {
            clearance: ClearanceIndex(*clearance),
            on: last - Duration::days(*days),
        };
        Client {
            new: false,
            vip: self.vip,
            last_provider: self.last_provider.map(&provider),
            avoid: self.avoid.iter().copied().map(&provider).collect(),
            gender: self.gender.clone(),
            language: self.language.clone(),
            busy: self.busy.iter().map(busy).collect(),
            clearances: self.cleared.as_ref().map(|cleared| cleared.iter().map(on).collect()),
            ..Client::default()
        }
    }
}
