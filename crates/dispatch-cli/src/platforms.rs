//! The booking platforms that this program is built with.

use adapter_kit::Platform;

/// One line a platform.
#[rustfmt::skip]
pub(crate) const PLATFORMS: &[Platform] = &[
    boulevard_adapter::PLATFORM,
];
