use boulevard_adapter::documents::ALL;
use vendor_sandbox::boulevard::schema_errors;

#[test]
fn every_document_is_valid() {
    for (name, document) in ALL {
        assert_eq!(schema_errors(document).unwrap(), None, "{name}");
    }
}

#[test]
fn a_document_that_asks_for_too_much_is_not() {
    assert!(schema_errors("query { appointment(id: \"a\") { updatedAt } }").unwrap().is_some());
}
