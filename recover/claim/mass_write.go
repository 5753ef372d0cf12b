package claim

import "balans/journal"

// The events that enclose a mass write of claims in the agency's own stream (party 0).
const (
	writeStarted   = "write." + journal.MassStarted
	writeCompleted = "write." + journal.MassCompleted
)

// EntryOf is what the events of a mass write of claims carry as actor and cause.
func EntryOf(w *journal.MassWrite) Entry { return Entry{Actor: w.Actor, Cause: w.Stream} }
