package staff

import (
	"cmp"
	"fmt"
	"strings"

	"balans/law/calendar"
	"balans/steer/assignment"
)

// historyRow is a recorded fact in words.
type historyRow struct {
	Event, Of     string // number in the stream, and the assignment
	On, Known, By string
	Text, Struck  string
}

func historyOf(t translate, f assignment.Fact) historyRow {
	r := historyRow{Event: fmt.Sprint(f.Event), Of: f.Assignment, On: f.On.String(), Known: f.KnownAt.Date().String() + " " + clock(f.KnownAt),
		By: f.Actor, Text: t.recorded(f.Body)}
	if f.Struck != 0 {
		r.Struck = t("assignment.struck", f.Struck)
	}
	return r
}

// recorded is what a fact says, in words.
func (t translate) recorded(body assignment.Body) string {
	switch b := body.(type) {
	case assignment.SetUnit:
		return with(t("assignment.did.unit", b.Unit), t("assignment.worker", b.Worker), b.Worker != "")
	case assignment.SetPartner:
		if b.Removed {
			return t("assignment.did.partner.removed", b.Agency)
		}
		return with(t("assignment.did.partner", b.Agency), t("assignment.contact", b.Contact), b.Contact != "")
	case assignment.Start:
		return t("assignment.did.start")
	case assignment.AddDocument:
		s := with(t("assignment.did.document", b.Title), t("assignment.for", b.For), !b.For.IsNone())
		s = with(s, t("assignment.diary", b.Diary), b.Diary != "")
		return with(s, t("assignment.reference", b.Reference), b.Reference != "")
	case assignment.Deliver:
		s := with(t("assignment.did.deliver"), t("assignment.for", b.For), !b.For.IsNone())
		s = with(s, t("assignment.handed", strings.Join(b.To, "; ")), len(b.To) > 0)
		s = with(s, t("assignment.diary", b.Diary), b.Diary != "")
		return with(s, t("assignment.receipt", b.Receipt), b.Receipt != "")
	case assignment.SetReminder:
		key := "assignment.did.remind"
		if b.Removed {
			key = "assignment.did.remind.removed"
		}
		return with(t(key, b.Days, b.To), t("assignment.for", b.For), !b.For.IsNone())
	case assignment.Extend:
		return t("assignment.did.extend", b.For, b.Date, b.Reference)
	case assignment.SetSuccession:
		key := "assignment.did.continues"
		if b.Not {
			key = "assignment.did.continues.not"
		}
		return with(t(key, b.Earlier), b.Why, b.Why != "")
	case assignment.Note:
		return t("assignment.did.note", b.Text)
	case assignment.Close:
		return t("assignment.did.close", b.Reason)
	case assignment.Strike:
		return t("assignment.did.strike", b.Event, b.Why)
	}
	return fmt.Sprintf("%T", body)
}

func with(s, more string, is bool) string {
	if is {
		return s + ", " + more
	}
	return s
}

// commandRow is something that may be recorded, and the command that records it.
type commandRow struct{ Name, Command string }

// command is a command on an assignment, without who records it.
func command(verb string, args ...string) string {
	for i := range args {
		args[i] = quoted(args[i])
	}
	return strings.Join(append([]string{"balans assignment", verb}, args...), " ")
}

// quoted is an argument as a command line takes it.
func quoted(s string) string {
	if strings.ContainsAny(s, " \"'$\\`;&|<>()*?#~") {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return s
}

// commandsOf is what may be recorded of an assignment as it stands, in the order in which
// it usually happens.
func commandsOf(t translate, e *assignment.Entry) []commandRow {
	may := map[string]bool{}
	for _, m := range assignment.Machine() {
		may[m.Kind] = may[m.Kind] || m.From == e.State
	}
	ref, id := nextRef(e), e.ID
	arg := func(name string) string { return t("assignment.arg." + name) }
	all := []struct{ kind, command string }{
		{assignment.KindUnit, command("unit", id, arg("unit")) + " --worker " + arg("worker")},
		{assignment.KindStarted, command("start", id)},
		{assignment.KindDelivered, command("deliver", cmp.Or(ref, id)) + " --diary " + arg("diary")},
		{assignment.KindDocument, command("document", id, arg("title")) + " --diary " + arg("diary")},
		{assignment.KindReminder, command("remind", id, arg("whom")) + " --days 14"},
		{assignment.KindExtended, command("extend", ref, arg("date")) + " --reference " + arg("decision")},
		{assignment.KindPartner, command("partner", id, arg("agency")) + " --contact " + arg("contact")},
		{assignment.KindSucceeds, command("continues", id, arg("earlier"))},
		{assignment.KindNoted, command("note", id, arg("text"))},
		{assignment.KindClosed, command("close", id, arg("reason"))},
		{assignment.KindStruck, command("strike", id, arg("number")) + " --why " + arg("reason")},
	}
	var rows []commandRow
	for _, c := range all {
		if inMachine, ok := may[c.kind]; ok && !inMachine {
			continue // what stands in no row of the machine may be recorded in every state
		}
		switch {
		case c.kind == assignment.KindStarted && e.Started != calendar.None, c.kind == assignment.KindExtended && ref == "", c.kind == assignment.KindStruck && len(e.Facts) == 0:
			continue // nothing to record it of
		}
		verb := strings.Fields(c.command)[2]
		rows = append(rows, commandRow{t("assignment.do." + verb), c.command + " --by " + arg("who")})
	}
	return rows
}

// nextRef names the deadline that comes first of those not answered, one without a date
// last; "" when there is none.
func nextRef(e *assignment.Entry) string {
	var next *assignment.Deadline
	for _, d := range e.Deadlines {
		switch {
		case !d.Awaited():
		case next == nil, next.Date == calendar.None && d.Date != calendar.None, d.Date != calendar.None && d.Date < next.Date:
			next = d
		}
	}
	if next == nil {
		return ""
	}
	return next.Ref.String()
}
