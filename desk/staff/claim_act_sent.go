package staff

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"

	"balans/journal"
	"balans/recover/payment"
	"balans/recover/position"
)

// keyOf is the key of the command of a form: the form's own with a digest of what was typed.
// A form that is sent again has the same, whatever the claim has become by being sent before.
func (x *acting) keyOf(a *act) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q", a.name)
	for i := range a.fields {
		fmt.Fprintf(h, " %q", x.a.values[a.fields[i].name])
	}
	return x.a.get("key") + "." + hex.EncodeToString(h.Sum(nil)[:8])
}

// sentBefore is the address that tells what the form stored when it was sent before, "" when it
// was not. What it did then may be impossible now, such as to change the amount to what it is:
// so this is asked before anything else. The error is journal.ErrKeyReused when the form was
// sent with something else in it.
func (x *acting) sentBefore(a *act) (string, error) {
	if x.a.get("key") == "" {
		return "", nil
	}
	streams := []position.Stream{streamOf(x.on)}
	if id := x.a.get("act_waiting"); id != "" { // what is paid back of it is on no claim
		for _, payer := range x.payers() {
			streams = append(streams, payment.StreamOf(payer, id))
		}
	}
	key := x.keyOf(a)
	for _, s := range streams {
		events, err := x.loadStream(s)
		if err != nil {
			return "", err
		}
		for i := range events {
			switch e := &events[i]; {
			case e.Actor != x.user.ID || !strings.HasPrefix(e.Key, x.a.get("key")+"."):
			case !isOfCommand(e, key):
				return "", fmt.Errorf("%w: event %d", journal.ErrKeyReused, e.Seq)
			default:
				return x.storedWith(key, e.Seq)
			}
		}
	}
	return "", nil
}

// isOfCommand reports whether an event was stored by the command with the key.
func isOfCommand(e *journal.Event, key string) bool {
	rest, ok := strings.CutPrefix(e.Key, key)
	return ok && (strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "/"))
}

// storedWith is the address that tells what a command stored, of which one event is known:
// those of a commit have consecutive numbers.
func (x *acting) storedWith(key string, seq int64) (string, error) {
	var r journal.Receipt
	head, err := x.s.journal.Head(x.r.Context())
	if err != nil {
		return "", err
	}
	err = x.s.journal.ScanBetween(x.r.Context(), max(0, seq-mostStored), min(seq+mostStored, head.Seq+1), func(e *journal.Event) error {
		if isOfCommand(e, key) {
			r.Events = append(r.Events, *e)
		}
		return nil
	})
	return x.storedAt(r), err
}

// storedAt is the claim's page with what a command stored.
func (x *acting) storedAt(r journal.Receipt) string {
	return link("/claims/"+url.PathEscape(x.on.ID), "stored", storedParam(r))
}

// storedParam says which events of the journal a command stored: "first-last".
func storedParam(r journal.Receipt) string {
	if len(r.Events) == 0 {
		return "none"
	}
	first, last := r.Events[0].Seq, r.Events[0].Seq
	for i := range r.Events {
		first, last = min(first, r.Events[i].Seq), max(last, r.Events[i].Seq)
	}
	return fmt.Sprintf("%d-%d", first, last)
}

// sentOtherwise says that the form was sent before with something else in it.
func (x *acting) sentOtherwise(a *act) error {
	x.a.wrong(a.fields[0].name, "error.act.sent")
	return x.preview(a, &actShown{})
}
