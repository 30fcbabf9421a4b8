"""Background work of casework: none. What waits is told by queries; reminders to units are steering's."""
