//! The example of docs/adapters.md, onto which platforms' parts of a service are mapped, is a rulebook without faults or
//! weak spots, and means what the page says.

use dispatch_core::{
    BookingId, Criteria, Horizon, LocationIndex, Minutes, Outcome, Request, Timestamp, assign,
};

#[test]
fn the_mapping_of_platforms_parts_of_a_service_compiles_and_means_what_it_says() {
    let page = include_str!("../../../../docs/adapters.md");
    let blocks = page.split("```toml\n").skip(1);
    let example: String = blocks.filter_map(|block| block.split("```").next()).collect();
    let horizon = Horizon { first: "2026-06-12".parse().unwrap(), days: 14 };
    let loaded = rulebook_toml::load(&example, "docs/adapters.md", horizon, &Criteria::builtin()).unwrap();
    assert!(loaded.warnings.is_empty(), "{:#?}", loaded.warnings);

    let rulebook = loaded.compiled.rulebook;
    let peel = rulebook.service("PEEL-LAYERED").unwrap();
    assert_eq!(rulebook.service_minutes(peel), Some(Minutes(65)));
    let ten = Timestamp::parse("2026-06-12T10:00:00-04:00").unwrap().minute_floor();
    let mut request = Request::at(BookingId(1), LocationIndex(0), peel, ten);
    request.items[0].requested = rulebook.provider("urn:blvd:Staff:00000000-0000-4000-8000-0000000000d1");
    let mut schedule = rulebook.empty_schedule();
    let mut taken = |booking, start, longer| {
        let mut request = Request { booking: BookingId(booking), ..request.clone() };
        request.when = dispatch_core::When::At(start);
        if longer {
            let mask = rulebook.add_on("urn:blvd:Service:00000000-0000-4000-8000-0000000000e9").unwrap();
            request.items[0] = request.items[0].with(mask);
        }
        let Outcome::Assigned(assignment) = assign(&rulebook, &schedule, &request).outcome else {
            return None;
        };
        schedule.load(assignment.occupancies.iter().copied());
        Some(assignment.visit.minutes())
    };
    assert_eq!(taken(1, ten, false), Some(Minutes(65)));
    // While it works on the first client she begins with a second one: after her five minutes, and done before she is
    // needed again.
    assert_eq!(taken(2, ten.plus(Minutes(24)), false), None);
    assert_eq!(taken(2, ten.plus(Minutes(25)), false), Some(Minutes(65)));
    assert_eq!(taken(3, ten.plus(Minutes(120)), true), Some(Minutes(75)));
}
