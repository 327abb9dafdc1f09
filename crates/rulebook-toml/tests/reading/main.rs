//! Rulebooks and cases as text: what is read, and each fault at its place.

#![expect(clippy::unwrap_used, reason = "helpers of a test binary: a failure is the test's")]

mod any_text;
mod cases;
mod form;
mod friday;
mod guide;
mod mapping;
mod syntax;
mod ten_faults;
