//! Add-ons with their services looked up.

use crate::rulebook::{AddOn, AddOnDocument, Names, RulebookDocument};

use super::named;

pub(super) fn add_ons(document: &RulebookDocument, names: &Names) -> Vec<AddOn> {
    let service = |code: &crate::ids::ServiceCode| names.services.get(code.as_str()).copied();
    let add_on = |one: &AddOnDocument| AddOn {
        code: one.code.as_str().into(),
        name: named(one.name.as_deref(), &one.code),
        minutes: one.minutes,
        price: one.price.unwrap_or(0),
        services: one.services.iter().filter_map(service).collect(),
    };
    document.add_ons.iter().map(add_on).collect()
}
