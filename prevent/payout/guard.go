package payout

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
)

// ErrFuture is a day that has not come.
var ErrFuture = errors.New("payout: what happens to a line cannot lie in the future")

// Refusal says why nothing was stored.
type Refusal struct {
	Payout string // the line
	Code   string // such as "hold-benefit"; it never changes
	Law    string // the paragraph, such as "SFB 112:4"; "" for a rule of our own
	Why    string // what is wrong, and what to do
}

func (r *Refusal) Error() string {
	if r.Law == "" {
		return "payout " + r.Payout + ": " + r.Why
	}
	return "payout " + r.Payout + ": " + r.Why + " (" + r.Law + ")"
}

// The paragraphs the guards rest on.
const (
	lawHold    = "SFB 112:3"
	lawNotHeld = "SFB 112:4"
)

// The length of a reason, in characters.
const (
	shortestReason = 10
	longestReason  = 500
)

// refuse makes a Refusal of the line.
func (e *Entry) refuse(code, law, format string, args ...any) error {
	return &Refusal{Payout: e.ID, Code: code, Law: law, Why: fmt.Sprintf(format, args...)}
}

// inOrder holds that nothing is recorded before what is recorded already, nor before the
// planning.
func (e *Entry) inOrder(on calendar.Date) error {
	last := e.planned
	if n := len(e.later); n > 0 {
		last = e.later[n-1]
	}
	if on < last.On {
		return e.refuse("order", "", "%s stands on %s, so nothing can be recorded on %s; state that day or a later one", kindWords[last.Kind], last.On, on)
	}
	return nil
}

var kindWords = map[string]string{KindPlanned: "its planning", KindHeld: "a hold", KindReleased: "a release", KindCancelled: "its cancellation", KindPaid: "its payment"}

// mustBe holds that the line is in one of the states.
func (e *Entry) mustBe(what string, states ...State) error {
	for _, s := range states {
		if e.State == s {
			return nil
		}
	}
	why := fmt.Sprintf("it is %s since %s and cannot be %s", e.State, e.Since, what)
	switch {
	case e.State == Paid && what != "paid":
		why = fmt.Sprintf("it was paid on %s; what was paid wrongly is a case of recovery, not of the payment run", e.Since)
	case e.State == Cancelled && e.End.Instead != "":
		why += "; " + e.End.Instead + " was planned in its place"
	case e.State == Held && what == "held":
		why += fmt.Sprintf(" again; release it first, or hold it anew after %s", e.Hold.Until)
	}
	return e.refuse("state", "", "%s", why)
}

// byPerson holds that a person decides, and says why.
func (e *Entry) byPerson(c *Change, what, law string) error {
	if c.Run != "" || c.Person == "" {
		return e.refuse("person", law, "a person is to decide that a line is %s, and be named; a run may only propose it", what)
	}
	return e.withReason(c, what, law)
}

// withReason holds that the reason says something.
func (e *Entry) withReason(c *Change, what, law string) error {
	switch n := utf8.RuneCountInString(c.Reason); {
	case !journal.Plain(c.Reason) || strings.TrimSpace(c.Reason) != c.Reason:
		return e.refuse("reason", law, "the reason holds a control character, or begins or ends with a space")
	case n < shortestReason && what == "held":
		return e.refuse("reason", law, "the reason is to say what the probable reasons are to withdraw or reduce the benefit, in %d characters or more", shortestReason)
	case n < shortestReason:
		return e.refuse("reason", law, "the reason why it is %s is to be stated, in %d characters or more", what, shortestReason)
	case n > longestReason:
		return e.refuse("reason", law, "the reason is %d characters; at most %d are kept here, the rest belongs in the case file", n, longestReason)
	}
	return nil
}

// mayHold is the rules of a hold.
func (e *Entry) mayHold(c *Change, on calendar.Date, t *HoldTerms) error {
	if err := e.mustBe("held", Planned); err != nil {
		return err
	}
	switch {
	case e.Benefit.Marks().MayHold == 'U':
		return e.refuse("hold-benefit", lawHold, "%s stands in %s, and no rule is known by which it may be held; decide the case, or cancel the line", e.Benefit, e.Benefit.Law())
	case !e.Benefit.MayHold():
		return e.refuse("hold-benefit", lawNotHeld, "%s may not be held while the case is decided; decide the case, and cancel or replace the line by what was decided", e.Benefit)
	}
	if err := e.byPerson(c, "held", lawHold); err != nil {
		return err
	}
	if !journal.Plain(t.Finding) {
		return e.refuse("finding", "", "the finding holds a control character or is not UTF-8")
	}
	if t.Law == nil {
		return errors.New("payout: a hold needs the parameters, for how long it may last")
	}
	v, err := t.Law.Value(statute.HoldMaxDays, on)
	if err != nil {
		return err
	}
	last := on.AddDays(int(v.Int64))
	if t.Until == calendar.None || t.Until < on || t.Until > last {
		return e.refuse("hold-until", lawHold, "a hold lasts until the case is decided, and its last day is to be stated: from %s to %s (%s, %d days), not %q", on, last, statute.HoldMaxDays, v.Int64, t.Until)
	}
	return nil
}

// mayReplace is the rules of the line in the place of another.
func (e *Entry) mayReplace(l *Line) error {
	o := &e.Line
	switch {
	case !strings.HasPrefix(l.ID, o.ID+"-") || len(l.ID) == len(o.ID)+1:
		return e.refuse("replace-id", "", "the line in its place is to have its id with a hyphen and more, such as %s-1, not %q", o.ID, l.ID)
	case l.Run != o.Run || l.Party != o.Party || l.Payee != o.Payee || l.Child != o.Child || l.Benefit != o.Benefit || l.PayOn != o.PayOn:
		return e.refuse("replace-other", "", "the line in its place is to have the same run, pay day, party, payee, child and benefit; plan another line in a run of its own")
	case l.From < o.From || l.To > o.To || l.Days > o.Days:
		return e.refuse("replace-days", "", "the line in its place is to be for days of the same period, %s to %s, and for at most as many", o.From, o.To)
	case l.Gross >= o.Gross || l.Tax > o.Tax || l.Net() > o.Net():
		return e.refuse("replace-smaller", "", "the line in its place is to be smaller than %s kronor before tax, and neither its tax nor what is paid out larger; more is decided and planned as a line of its own", o.Gross.Kronor())
	}
	if err := l.check(); err != nil {
		return e.refuse("replace-line", "", "the line in its place cannot be: %v", err)
	}
	return nil
}

// MayPay says why the line cannot be paid on the day; nil when it can.
func (e *Entry) MayPay(on calendar.Date) error {
	if err := e.mustBe("paid", Planned); err != nil {
		return err
	}
	if on < e.PayOn {
		return e.refuse("pay-day", "", "its pay day is %s, and it cannot be paid on %s", e.PayOn, on)
	}
	return e.inOrder(on)
}

// errNotPlanned is the refusal of a line that is not there.
func errNotPlanned(party identity.Number, id string) error {
	return &Refusal{Payout: id, Code: "not-planned", Why: fmt.Sprintf("no line of that id is planned for %s; it is named as in the file of its run, and the party by all twelve digits", party.Masked())}
}
