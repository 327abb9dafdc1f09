//! Random add-ons, each for services that it goes with.

use dispatch_core::{AddOnDocument, Minutes, RulebookDocument};
use proptest::{option, prelude::*, sample::Index, sample::select};

/// Something to be added, to any service or to one.
#[derive(Clone, Debug)]
pub(super) struct AddOn {
    minutes: i32,
    price: Option<i64>,
    service: Option<Index>,
}

pub(super) fn add_on() -> impl Strategy<Value = AddOn> {
    let price = option::weighted(0.5, select(&[0, 5_000, 60_000][..]));
    (select(&[0, 5, 10, 25][..]), price, option::weighted(0.3, any::<Index>()))
        .prop_map(|(minutes, price, service)| AddOn { minutes, price, service })
}

impl AddOn {
    pub(super) fn add_on(&self, at: usize, document: &RulebookDocument) -> AddOnDocument {
        let service = self.service.map(|service| service.get(&document.services).code.clone());
        AddOnDocument {
            code: format!("ADD-{at}"),
            name: None,
            aliases: Vec::new(),
            minutes: Minutes(self.minutes),
            price: self.price,
            services: service.into_iter().collect(),
        }
    }
}
