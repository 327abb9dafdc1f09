use adapter_kit::{
    Adapter, HttpRequest, Job, Reply, Secret,
    conformance::{SignedDelivery, StandIn, check},
};
use dispatch_core::{Timestamp, engine::Write};
use vendor_sandbox::boulevard::Delivery;

use crate::fixture::{APPOINTMENT, Pair, SECRET, settings, write};

impl StandIn for Pair {
    fn adapter(&self) -> &dyn Adapter {
        &self.adapter
    }

    fn secrets(&self) -> Vec<Secret> {
        vec![Secret::new(SECRET)]
    }

    fn now(&self) -> Timestamp {
        self.now
    }

    fn wait_until(&mut self, at: Timestamp) {
        self.now = self.now.max(at);
    }

    fn delivery(&mut self) -> SignedDelivery {
        signed(self.standin.delivery("APPOINTMENT_UPDATED", APPOINTMENT, self.now))
    }

    fn thin_delivery(&mut self) -> SignedDelivery {
        signed(self.standin.thin_delivery("APPOINTMENT_UPDATED", APPOINTMENT, self.now))
    }

    fn answer(&mut self, request: &HttpRequest) -> Reply {
        self.now.0 += 200;
        self.send(request)
    }

    fn set_unknown_status(&mut self) -> String {
        self.standin.appointments.get_mut(APPOINTMENT).unwrap().state = "MISLAID".into();
        "MISLAID".into()
    }

    fn write(&self) -> (Write, String) {
        let Job::Write(write) = write(None) else { panic!("the fixture's write is a write") };
        (write, "a".into())
    }

    fn contact_words(&self) -> Vec<String> {
        vec!["client-001@example.com".into(), "+12025550101".into()]
    }
}

fn signed(delivery: Delivery) -> SignedDelivery {
    SignedDelivery { headers: delivery.headers, body: delivery.body }
}

#[test]
fn boulevard_meets_every_requirement() {
    let failures = check(|| Pair::new(settings()));
    assert!(failures.is_empty(), "{failures:#?}");
}
