package inquiry

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/letter"
)

// Step is a part of the inquiry that is decided by itself, with reasons.
type Step string

// The steps, in the order in which each rests on those before it.
const (
	Facts      Step = "facts"      // was it wrongly paid
	Liability  Step = "liability"  // is somebody liable to repay (SFB 108:2–10)
	Waiver     Step = "waiver"     // are there special reasons not to demand it (SFB 108:11–14)
	Limitation Step = "limitation" // may it still be demanded
	Sum        Step = "amount"     // what is demanded, gross
	Parties    Step = "parties"    // of whom
)

// Steps is every step, in order.
var Steps = []Step{Facts, Liability, Waiver, Limitation, Sum, Parties}

// The answers of spans.
const (
	IsWrong   = "wrong"
	IsRight   = "right"
	Liable    = "liable"
	Unliable  = "not_liable"
	NoWaiver  = "none"
	Waived    = "waived"
	StillOpen = "open"
	TimeBar   = "barred"
	whole     = 10_000 // hundredths of a percent
	AutoActor = "run/inquiry"
)

// Causes are the causes of wrong payments, as the letter of appropriation has them counted.
var Causes = []letter.Cause{letter.CauseWrongInformation, letter.CauseNotReported, letter.CauseAgency, letter.CauseOther, letter.CauseSettlement, letter.CauseUnknown}

var answers = map[Step][]string{Facts: {IsWrong, IsRight}, Liability: {Liable, Unliable}, Waiver: {NoWaiver, Waived}, Limitation: {StillOpen, TimeBar}}

// Answers is what may be answered of a day in a step; nil for those that are not by day.
func (s Step) Answers() []string { return answers[s] }

// Span is an answer for some days.
type Span struct {
	From   calendar.Date `json:"from"`
	To     calendar.Date `json:"to"`
	Answer string        `json:"answer"`
	Ground string        `json:"ground,omitempty"` // liable: the type of claim (claim.Type)
	// Knowing: the wrong information was given knowingly or by negligence (SFB 108:13).
	Knowing bool   `json:"knowing,omitempty"`
	Share   int32  `json:"share,omitempty"` // waived: hundredths of a percent of what these days have too much
	Reason  string `json:"reason"`
}

// Recipient says who owes what one payee got.
type Recipient struct {
	Payee   identity.Number `json:"payee"`
	Debtors []Debtor        `json:"debtors"`
	Reason  string          `json:"reason,omitempty"`
}

// Debtor is one who owes: Share hundredths of a percent of it, or the whole with the others.
type Debtor struct {
	Number identity.Number `json:"number"`
	Share  int32           `json:"share,omitempty"`
}

// Evaluation is a rule that was held against the step, as data.
type Evaluation struct {
	Rule    string      `json:"rule"`
	Law     statute.Ref `json:"law,omitempty"`
	Outcome string      `json:"outcome"`
	Inputs  []string    `json:"inputs,omitempty"` // name=value
}

// Assessment is what was decided in a step.
type Assessment struct {
	Step       Step          `json:"step"`
	Spans      []Span        `json:"spans,omitempty"`
	Recipients []Recipient   `json:"recipients,omitempty"` // of parties
	Repay      money.Amount  `json:"repay,omitempty"`      // of amount: the sum it was looked at with
	Charge     money.Amount  `json:"charge,omitempty"`     // of amount: a charge that is added to it, and bears no interest (SFB 37:15, 98:7)
	Below      bool          `json:"below,omitempty"`      // of amount: too little to be demanded
	Reason     string        `json:"reason,omitempty"`
	Cause      letter.Cause  `json:"cause,omitempty"` // of facts: who or what brought it about
	Basis      int           `json:"basis"`           // number of the basis it rests on
	Rules      []Evaluation  `json:"rules,omitempty"`
	Auto       bool          `json:"auto,omitempty"`
	Expires    calendar.Date `json:"expires,omitzero"` // automatic: its last day

	On calendar.Date    `json:"-"`
	At calendar.Instant `json:"-"`
	By string           `json:"-"`
}

// StepStatus is where a step stands.
type StepStatus string

// The statuses of steps.
const (
	StepOpen  StepStatus = "open"
	StepDone  StepStatus = "done"
	StepAuto  StepStatus = "auto"
	StepStale StepStatus = "stale"
)

// Why a step is stale.
const (
	StaleBasis    = "new_basis"
	StaleRejected = "rejected"
	StaleAged     = "aged"
	StaleAmount   = "amount" // another sum than the one that was looked at
	StaleDays     = "days"   // days that are wrong now have no answer
)

// Standing is a step of a case as it stands on a day.
type Standing struct {
	Step    Step
	Status  StepStatus
	Why     string   // stale: the reason
	Touched []Change // stale by a new basis: on which days
	Text    string   // stale by rejection: what the approver said
	*Assessment
	Earlier []Assessment // those it replaced, the oldest first
}

// StandingOf is where a step stands on a day.
func (c *Case) StandingOf(s Step, on calendar.Date) Standing {
	st := Standing{Step: s, Status: StepOpen}
	made := c.Assessments[s]
	if len(made) == 0 {
		return st
	}
	last := &made[len(made)-1]
	st.Assessment, st.Earlier, st.Status = last, made[:len(made)-1], StepDone
	if last.Auto {
		st.Status = StepAuto
	}
	stale := func(why string) { st.Status, st.Why = StepStale, why }
	if text, back := c.rejected[s]; back {
		stale(StaleRejected)
		st.Text = text
		return st
	}
	if last.Auto && isDay(last.Expires) && on > last.Expires {
		stale(StaleAged)
		return st
	}
	if st.Touched = c.touched(last); len(st.Touched) > 0 {
		stale(StaleBasis)
		return st
	}
	switch {
	case answers[s] != nil && len(c.uncovered(s, last)) > 0:
		stale(StaleDays)
	case s == Sum:
		if r := c.reckon(on, false); r.Repay != last.Repay || last.Charge > 0 && !last.Below && len(r.Claims) > 1 {
			stale(StaleAmount)
		}
	case s == Parties && c.payeesWithout(last) != nil:
		stale(StaleBasis)
	}
	return st
}

// touched is on which days the basis has changed under an assessment, of those it answers for.
func (c *Case) touched(a *Assessment) (changes []Change) {
	now := c.Current()
	if now.Basis == nil || now.Number == a.Basis || a.Step == Sum {
		return nil
	}
	var was *Basis
	for i := range c.Bases {
		if c.Bases[i].Number == a.Basis {
			was = &c.Bases[i]
		}
	}
	for _, d := range Diff(was, now.Basis) {
		switch {
		case a.Step == Parties && !d.Payees:
		case a.Step == Parties || slices.ContainsFunc(a.Spans, func(s Span) bool { return s.From <= d.To && s.To >= d.From }):
			changes = append(changes, d)
		}
	}
	return changes
}

// uncovered is the days that want an answer in a step and have none: of facts every day of
// the basis, of the others those that are wrong and not answered away by another step.
func (c *Case) uncovered(s Step, a *Assessment) (days []calendar.Period) {
	now := c.Current()
	if now.Basis == nil {
		return nil
	}
	made := c.byDay()
	for i := range now.Lines {
		l := &now.Lines[i]
		for d := l.From; d <= l.To; d++ {
			if !made.wants(s, l, d) || s == Waiver && c.waiverOn(a, d) != nil || s != Waiver && spanOn(a, d) != nil {
				continue
			}
			if n := len(days); n > 0 && days[n-1].To == d-1 {
				days[n-1].To = d
			} else if n == 0 || d > days[n-1].To {
				days = append(days, calendar.Period{From: d, To: d})
			}
		}
	}
	return days
}

// byDay is the assessments that stand of the steps that are answered by day; nil where none
// is made. They are looked up once for all the days of a case.
type byDay struct{ facts, liability, waiver, limitation *Assessment }

func (c *Case) byDay() *byDay {
	return &byDay{c.last(Facts), c.last(Liability), c.last(Waiver), c.last(Limitation)}
}

// wants reports whether a day of a line is to be answered for in a step.
func (made *byDay) wants(s Step, l *Line, d calendar.Date) bool {
	if s == Facts {
		return true
	}
	if l.Wrong() == 0 {
		return false
	}
	if f := spanOn(made.facts, d); f == nil || f.Answer != IsWrong {
		return false
	}
	lia, lim := spanOn(made.liability, d), spanOn(made.limitation, d)
	barred := lim != nil && lim.Answer == TimeBar
	switch s {
	case Liability:
		return !barred
	case Limitation:
		return lia == nil || lia.Answer == Liable
	}
	return !barred && lia != nil && lia.Answer == Liable
}

// last is the assessment of a step that stands; nil when there is none.
func (c *Case) last(s Step) *Assessment {
	if made := c.Assessments[s]; len(made) > 0 {
		return &made[len(made)-1]
	}
	return nil
}

// spanOn is the answer for a day; nil when there is none.
func spanOn(a *Assessment, d calendar.Date) *Span {
	if a == nil {
		return nil
	}
	for i := range a.Spans {
		if a.Spans[i].From <= d && d <= a.Spans[i].To {
			return &a.Spans[i]
		}
	}
	return nil
}

// waiverOn is the answer on waiver for a day. One that the law has no room for, as liability
// is answered now, is none.
func (c *Case) waiverOn(a *Assessment, d calendar.Date) *Span {
	w := spanOn(a, d)
	if w == nil || w.Answer != Waived || c.mayWaive(&Span{From: d, To: d}, "") == nil {
		return w
	}
	return nil
}

// payeesWithout is the payees of the basis that no debtor is named for.
func (c *Case) payeesWithout(a *Assessment) (payees []identity.Number) {
	now := c.Current()
	if now.Basis == nil {
		return nil
	}
	for i := range now.Lines {
		p := now.Lines[i].Payee
		if now.Lines[i].Wrong() > 0 && !slices.Contains(payees, p) && !slices.ContainsFunc(a.Recipients, func(r Recipient) bool { return r.Payee == p }) {
			payees = append(payees, p)
		}
	}
	return payees
}

// Check refuses an assessment that cannot stand, naming the field it is wrong in.
func (c *Case) check(a *Assessment) error {
	if !slices.Contains(Steps, a.Step) {
		return refuse("step", "there is no step %q", a.Step)
	}
	now := c.Current()
	if now.Basis == nil {
		return refuse("step", "the basis is missing: what was paid, and what should have been")
	}
	if a.Basis != now.Number {
		return refuse("basis", "the basis was changed after you looked at it; look at the difference and assess again")
	}
	switch a.Step {
	case Sum:
		return c.checkSum(a)
	case Parties:
		return c.checkParties(a)
	}
	if a.Step == Facts && !slices.Contains(Causes, a.Cause) {
		return refuse("cause", "who or what brought it about is missing; it may be unknown")
	}
	if len(a.Spans) == 0 || len(a.Spans) > 400 {
		return refuse("spans", "an answer for at least one period, at most 400, is needed")
	}
	for i := range a.Spans {
		if err := c.checkSpan(a, i); err != nil {
			return err
		}
	}
	if gap := c.uncovered(a.Step, a); len(gap) > 0 {
		return refuse("spans", "the days %s have no answer", gap[0])
	}
	return nil
}

func (c *Case) checkSpan(a *Assessment, i int) error {
	s := &a.Spans[i]
	at := func(field string) string { return fmt.Sprintf("%s-%d", field, i+1) }
	rule, known := claim.ParseType(s.Ground)
	switch {
	case s.To < s.From || s.From == calendar.None:
		return refuse(at("to"), "the last day %s is before the first, %s", s.To, s.From)
	case i > 0 && s.From <= a.Spans[i-1].To:
		return refuse(at("from"), "the periods are to come in order and not overlap: %s is not after %s", s.From, a.Spans[i-1].To)
	case !slices.Contains(answers[a.Step], s.Answer):
		return refuse(at("answer"), "the answer is one of %s, not %q", strings.Join(answers[a.Step], ", "), s.Answer)
	case strings.TrimSpace(s.Reason) == "":
		return refuse(at("reason"), "the reasons are missing: they are part of the decision (FL 32 §)")
	case !readable(s.Reason):
		return refuse(at("reason"), "the text holds a control character, or is not UTF-8")
	case a.Step == Liability && s.Answer == Liable && (!known || rule == claim.MaintenanceDebt):
		return refuse(at("ground"), "which ground of liability is missing (SFB 108:2–10)")
	case s.Answer != Liable && (s.Ground != "" || s.Knowing):
		return refuse(at("ground"), "only who is liable has a ground")
	case s.Answer == Waived && (s.Share < 1 || s.Share > whole):
		return refuse(at("share"), "the share that is waived is above 0 and at most 100 per cent")
	case s.Answer != Waived && s.Share != 0:
		return refuse(at("share"), "only what is waived has a share")
	case s.Answer == Waived:
		return c.mayWaive(s, at("answer"))
	}
	return nil
}

// mayWaive refuses a waiver that the law has no room for.
func (c *Case) mayWaive(s *Span, field string) error {
	lia := c.last(Liability)
	if lia == nil {
		return nil
	}
	for i := range lia.Spans {
		l := &lia.Spans[i]
		if l.To < s.From || l.From > s.To || l.Answer != Liable {
			continue
		}
		t, _ := claim.ParseType(l.Ground)
		switch {
		case t == claim.DentalProvider:
			return refuse(field, "of a care provider nothing is waived (TANDL 4:9)")
		case l.Knowing && (t == claim.HousingSettlement || t == claim.HousingOther || t == claim.SicknessAvrakning):
			return refuse(field, "nothing is waived when wrong information was given knowingly or by negligence (SFB 108:13)")
		}
	}
	return nil
}

func (c *Case) checkSum(a *Assessment) error {
	r := c.reckon(calendar.None, false)
	switch {
	case a.Repay != r.Repay:
		return refuse("repay", "the sum is %s kronor now, and you looked at %s; look again", r.Repay, a.Repay)
	case a.Charge < 0 || a.Charge > r.Repay:
		return refuse("charge", "a charge that is added is at most the sum, %s kronor", r.Repay)
	case a.Charge > 0 && len(r.Claims) > 1:
		return refuse("charge", "a charge is added to one claim, and this case has %d", len(r.Claims))
	case a.Below && strings.TrimSpace(a.Reason) == "":
		return refuse("reason", "say by which limit it is too little")
	case !readable(a.Reason):
		return refuse("reason", "the text holds a control character, or is not UTF-8")
	}
	return nil
}

// checkBelow holds what is said of a limit against it. What is below that of SFB 98:6 is not
// demanded; what is below the agency's own least amount may be. Where no limit is known for the
// day nothing is held against it.
func (c *Case) checkBelow(a *Assessment, p *statute.Parameters, on calendar.Date) error {
	sum, limit, law, err := c.againstLimit(p, on)
	var missing *statute.MissingError
	switch {
	case errors.As(err, &missing):
		return nil
	case err != nil:
		return err
	case a.Below && sum >= limit:
		return refuse("below", "%s kronor is not too little: the limit is %s kronor", sum, limit)
	case !a.Below && sum > 0 && sum < limit && law != "":
		return refuse("below", "a difference of %s kronor is below %s kronor, and is not demanded (SFB 98:6)", sum, limit)
	}
	return nil
}

func (c *Case) checkParties(a *Assessment) error {
	for i := range a.Recipients {
		r := &a.Recipients[i]
		at := func(field string) string { return fmt.Sprintf("%s-%d", field, i+1) }
		sum := int32(0)
		for k, d := range r.Debtors {
			switch {
			case d.Number.Kind() == identity.Unknown:
				return refuse(at("debtor"), "who owes it is missing")
			case slices.ContainsFunc(r.Debtors[:k], func(o Debtor) bool { return o.Number == d.Number }):
				return refuse(at("debtor"), "%s is named twice", d.Number.Masked())
			case d.Share < 0:
				return refuse(at("share"), "a share is not negative")
			case (d.Share == 0) != (r.Debtors[0].Share == 0):
				return refuse(at("share"), "either all have a share, or all owe the whole together")
			}
			sum += d.Share
		}
		switch {
		case len(r.Debtors) == 0 || len(r.Debtors) > 20:
			return refuse(at("debtor"), "one to twenty owe what %s got", r.Payee.Masked())
		case sum != 0 && sum != whole:
			return refuse(at("share"), "the shares add up to 100 per cent")
		case (len(r.Debtors) > 1 || r.Debtors[0].Number != r.Payee) && strings.TrimSpace(r.Reason) == "":
			return refuse(at("reason"), "say why others than the one who was paid owe it (SFB 108:9 a, 108:3)")
		case !readable(r.Reason):
			return refuse(at("reason"), "the text holds a control character, or is not UTF-8")
		}
	}
	if left := c.payeesWithout(a); left != nil {
		return refuse("debtor", "who owes what %s got is missing", left[0].Masked())
	}
	return nil
}
