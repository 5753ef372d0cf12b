package staff

import (
	"errors"
	"strconv"

	"balans/access"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/statute"
	"balans/recover/inquiry"
)

// caseAct is something a person does with a case: a form, and the command made of it.
type caseAct struct {
	name       string
	permission string
	rare       bool // is offered below the others
	letter     bool // the form shows the letter anew of what has been typed
	fields     []caseField
	// stops says why it cannot be done now, beside what the state of the case says; "" nothing.
	stops func(x *onCase) string
	do    func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error)
}

// caseField is a field of a form. A kind is area, line, date, choice or steps.
type caseField struct {
	name, kind string
	options    func(x *onCase) []option
	value      func(x *onCase) string
}

// The permissions of cases and letters.
const (
	readCase    = access.ReadCase
	workCase    = access.WorkCase
	approveCase = access.ApproveCase
	readLetters = access.ReadLetter
	followUp    = access.FollowUp
)

var caseActs = []caseAct{
	{name: "accept", permission: workCase, fields: []caseField{{name: "reason", kind: "area"}}, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Accept(x.r.Context(), x.s.journal, x.a.get("reason"))
	}},
	{name: "take", permission: workCase, stops: func(x *onCase) string {
		if x.c.Owner == x.user.ID {
			return "inquiry.no.yours"
		}
		return ""
	}, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Assign(x.r.Context(), x.s.journal, x.user.ID, "")
	}},
	{name: "hear", letter: true, permission: workCase, fields: []caseField{{name: "answer_by", kind: "date", value: answerDay}}, stops: nothingToDemand, do: hear},
	{name: "spare", permission: workCase, fields: []caseField{{name: "exemption", kind: "choice", options: exemptions}, {name: "reason", kind: "area"}}, stops: nothingToDemand, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Spare(x.r.Context(), x.s.journal, x.a.get("exemption"), x.a.get("reason"))
	}},
	{name: "answer", permission: workCase, fields: []caseField{{name: "text", kind: "area"}}, stops: notHeard, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Answer(x.r.Context(), x.s.journal, x.a.get("text"))
	}},
	{name: "extend", permission: workCase, fields: []caseField{{name: "until", kind: "date"}, {name: "reason", kind: "area"}}, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Extend(x.r.Context(), x.s.journal, x.day("until"), x.a.get("reason"))
	}},
	{name: "close", permission: workCase, stops: func(x *onCase) string {
		if x.c.State == inquiry.InHearing && x.a.today() <= x.c.Hearing().AnswerBy {
			return "inquiry.no.time"
		}
		return ""
	}, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.CloseHearing(x.r.Context(), x.s.journal)
	}},
	{name: "propose", letter: true, permission: workCase, fields: []caseField{{name: "reply", kind: "area"}, {name: "reason", kind: "area"}}, stops: func(x *onCase) string {
		if len(x.c.Reckon(x.a.today()).Missing) > 0 {
			return "inquiry.no.missing"
		}
		return ""
	}, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Propose(x.r.Context(), x.s.journal, x.a.get("reason"), x.a.get("reply"))
	}},
	{name: "submit", permission: workCase, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) { return w.Submit(x.r.Context(), x.s.journal) }},
	{name: "withdraw", rare: true, permission: workCase, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Withdraw(x.r.Context(), x.s.journal)
	}},
	{name: "approve", permission: approveCase, fields: []caseField{{name: "steps", kind: "steps"}}, stops: notMine, do: (*onCase).decide},
	{name: "reject", permission: approveCase, fields: []caseField{{name: "step", kind: "choice", options: stepOptions}, {name: "text", kind: "area"}}, stops: notMine, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Reject(x.r.Context(), x.s.journal, []inquiry.StepWord{{Step: inquiry.Step(x.a.get("step")), Text: x.a.get("text")}})
	}},
	{name: "recall", rare: true, permission: approveCase, fields: []caseField{{name: "reason", kind: "area"}}, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Recall(x.r.Context(), x.s.journal, x.office, x.a.get("reason"))
	}},
	{name: "discontinue", rare: true, permission: workCase, fields: []caseField{{name: "reason", kind: "area"}}, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Discontinue(x.r.Context(), x.s.journal, x.a.get("reason"))
	}},
	{name: "halt", rare: true, permission: workCase, fields: []caseField{{name: "why", kind: "choice", options: stopOptions}, {name: "until", kind: "date"}, {name: "reason", kind: "area"}}, stops: func(x *onCase) string {
		if x.c.Stop != nil {
			return "inquiry.no.stopped"
		}
		return ""
	}, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Halt(x.r.Context(), x.s.journal, inquiry.Stop{Why: x.a.get("why"), Reason: x.a.get("reason"), Until: x.day("until")})
	}},
	{name: "resume", permission: workCase, stops: func(x *onCase) string {
		if x.c.Stop == nil {
			return "inquiry.no.notstopped"
		}
		return ""
	}, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) { return w.Resume(x.r.Context(), x.s.journal) }},
	{name: "report", rare: true, permission: workCase, fields: []caseField{{name: "police_number", kind: "line"}, {name: "reported_on", kind: "date"}}, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Report(x.r.Context(), x.s.journal, x.day("reported_on"), x.a.get("police_number"))
	}},
}

func caseActOf(name string) *caseAct {
	for i := range caseActs {
		if caseActs[i].name == name {
			return &caseActs[i]
		}
	}
	return nil
}

// command is the command of the case an act carries out.
func (b *caseAct) command() string {
	if b.name == "take" {
		return "assign"
	}
	return b.name
}

// whyNot says why an act cannot be done by the reader now; "" when it can. hidden acts are
// not for the reader, or not for the state the case is in, and are not shown.
func (b *caseAct) whyNot(x *onCase) (key string, hidden bool) {
	if !x.c.Takes(b.command()) || !x.user.mayUse(b.permission) {
		return "inquiry.no.state", true
	}
	if b.stops != nil {
		why := b.stops(x)
		return why, why == "inquiry.no.notstopped"
	}
	return "", false
}

func nothingToDemand(x *onCase) string {
	if x.c.Reckon(x.a.today()).Repay == 0 {
		return "inquiry.no.demand"
	}
	return ""
}

func notHeard(x *onCase) string {
	if len(x.c.Hearings) == 0 {
		return "inquiry.no.heard"
	}
	return ""
}

func notMine(x *onCase) string {
	if errors.Is(x.c.MayApprove(x.user.ID, x.behind...), inquiry.ErrOwn) {
		return "inquiry.no.own"
	}
	return ""
}

// answerDay is the last day to answer that the agency gives; "" where it has set none.
func answerDay(x *onCase) string {
	on := x.a.today()
	days, err := x.office.Parameters.Value(statute.HearingDays, on)
	if err != nil {
		return ""
	}
	post, err := x.office.Parameters.Value(statute.HearingPostalDays, on)
	if err != nil {
		return calendar.NextBankDay(on.AddDays(int(days.Int64))).String()
	}
	return calendar.NextBankDay(on.AddDays(int(days.Int64 + post.Int64))).String()
}

func exemptions(x *onCase) (all []option) {
	for _, e := range inquiry.Exemptions {
		all = append(all, option{e, x.text("inquiry.exempt." + e), x.a.get("exemption") == e})
	}
	return all
}

func stopOptions(x *onCase) (all []option) {
	for _, e := range inquiry.Stops {
		all = append(all, option{e, x.text("inquiry.stop." + e), x.a.get("why") == e})
	}
	return all
}

func stepOptions(x *onCase) (all []option) {
	for _, s := range inquiry.Steps {
		all = append(all, option{string(s), x.text("inquiry.step." + string(s)), x.a.get("step") == string(s)})
	}
	return all
}

// hear sends the letter and begins the time to answer, in one piece.
func hear(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
	by := x.day("answer_by")
	id := x.hearingID()
	return w.Hear(x.r.Context(), x.s.journal, by, id, func(c *inquiry.Case) ([]journal.Append, error) {
		return inquiry.OrderAll(c.HearingLetters(x.office, id, x.user.ID, x.route.audit, x.a.today(), by), x.s.now())
	})
}

// hearingID numbers the letters of the case. It counts those its reader had seen, so that a
// form that is sent twice names the same letter.
func (x *onCase) hearingID() string {
	return x.c.ID + "-kom-" + strconv.Itoa(x.seenOf("inquiry.hearing_sent/1")+1)
}

// seenOf is how many events of a kind the reader of the form had seen, or of the page all.
func (x *onCase) seenOf(kind string) (n int) {
	seen := len(x.c.History)
	if x.a.values.Has("seen") {
		seen = min(seen, max(0, intOf(x.a.get("seen"))))
	}
	for i := range seen {
		if x.c.History[i].Kind == kind {
			n++
		}
	}
	return n
}

// day is a day of the form, which has been read when the command is made.
func (x *onCase) day(name string) calendar.Date {
	d, _ := parseDay(x.a.get(name))
	return d
}
