package inquiry

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/letter"
)

// Reference is the payment reference (OCR) of a claim that a case made: its digits, with a
// length digit and a check digit. "" for a number that has no digits.
func Reference(claimID string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, claimID)
	ref, err := identity.NewOCR(digits, true)
	if err != nil {
		return ""
	}
	return ref
}

func (o *Office) name(id string) string {
	if o.Name == nil {
		return id
	}
	return o.Name(id)
}

// partsOf are a claim's parts: those of its payee and ground, and with the payee's first claim
// also those nothing is demanded of. Where no claim is made they are those of one payee.
func (c *Case) partsOf(r *Reckoning, n int, payee identity.Number) (parts []*Part) {
	b := c.Current().Basis
	first := slices.IndexFunc(r.Claims, func(x NewClaim) bool { return x.Payee == payee })
	for i := range r.Parts {
		p := &r.Parts[i]
		switch {
		case b.Lines[p.Line].Payee != payee:
		case n < 0, p.Repay > 0 && p.Ground.String() == r.Claims[n].Type, p.Repay == 0 && first == n:
			parts = append(parts, p)
		}
	}
	return parts
}

// hearer is somebody who gets a letter of their own: about a claim, -1 where none is made, and
// about what one payee got. Nobody is told of what others got.
type hearer struct {
	to, payee identity.Number
	claim     int
	place     int // among those who owe the claim
}

// hearers are who is to be told: for each claim those who would owe it, or who was paid while
// that is not decided; where no claim is made, those who would owe what each got.
func (c *Case) hearers(r *Reckoning) (all []hearer) {
	for n := range r.Claims {
		x := &r.Claims[n]
		for k, d := range x.Debtors {
			all = append(all, hearer{d.Number, x.Payee, n, k})
		}
		if len(x.Debtors) == 0 {
			all = append(all, hearer{x.Payee, x.Payee, n, 0})
		}
	}
	if len(r.Claims) > 0 {
		return all
	}
	if c.Reviews != "" {
		for k, d := range c.reviewed() {
			all = append(all, hearer{d.Number, c.reviewedPayee(), -1, k})
		}
		return all
	}
	for _, payee := range c.allPayees() {
		owing := c.debtorsOf(payee, 1)
		for _, d := range owing {
			all = append(all, hearer{d.Number, payee, -1, 0})
		}
		if len(owing) == 0 {
			all = append(all, hearer{payee, payee, -1, 0})
		}
	}
	return all
}

// allPayees is everyone the basis says was paid, in the order of its lines.
func (c *Case) allPayees() (all []identity.Number) {
	now := c.Current()
	for i := range now.Lines {
		if p := now.Lines[i].Payee; !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all
}

// reviewedPayee is whose payments a review is about: one who owes the claim, or the first who
// was paid.
func (c *Case) reviewedPayee() identity.Number {
	all := c.allPayees()
	for _, d := range c.reviewed() {
		if slices.Contains(all, d.Number) {
			return d.Number
		}
	}
	return append(all, c.reviewed()[0].Number)[0]
}

// lines are parts as a letter shows them: a row for each month, and what they come to.
// Where nothing was wrong the payee's payments are shown as they were made.
func (c *Case) lines(parts []*Part, payee identity.Number, below bool) (rows []letter.Line, sums letter.Sums, tax money.Amount) {
	b := c.Current().Basis
	at := map[calendar.Date]int{}
	for _, p := range parts {
		l := &b.Lines[p.Line]
		paid := daysShare(p, l)
		month := p.From.FirstOfMonth()
		i, ok := at[month]
		if !ok {
			i = len(rows)
			at[month] = i
			rows = append(rows, letter.Line{From: p.From, To: p.To})
		}
		x := &rows[i]
		x.From, x.To = min(x.From, p.From), max(x.To, p.To)
		not := p.Wrong - p.Waived - p.Repay
		if below {
			not += p.Repay
		}
		x.Paid += paid
		x.Entitled += paid - p.Wrong
		x.NotRecovered += not
		x.Waived += p.Waived
		sums.Paid += paid
		sums.Entitled += paid - p.Wrong
		sums.Overpaid += p.Wrong
		sums.NotRecovered += not
		sums.Waived += p.Waived
		tax += mulDiv(l.Tax, int64(p.Wrong), int64(max(1, l.Paid)))
	}
	if len(parts) == 0 {
		for i := range b.Lines {
			l := &b.Lines[i]
			if l.Payee != payee {
				continue
			}
			rows = append(rows, letter.Line{From: l.From, To: l.To, Paid: l.Paid, Entitled: l.Paid})
			sums.Paid += l.Paid
			sums.Entitled += l.Paid
		}
	}
	return apart(rows), sums, tax
}

// apart puts rows in order, with those whose days lie within each other as one.
func apart(rows []letter.Line) (all []letter.Line) {
	slices.SortFunc(rows, func(x, y letter.Line) int { return cmp.Compare(x.From, y.From) })
	for _, x := range rows {
		n := len(all)
		if n == 0 || x.From > all[n-1].To {
			all = append(all, x)
			continue
		}
		y := &all[n-1]
		y.To = max(y.To, x.To)
		y.Paid += x.Paid
		y.Entitled += x.Entitled
		y.NotRecovered += x.NotRecovered
		y.Waived += x.Waived
	}
	return all
}

// daysShare is the part of what a line paid that is shown with a part of it. It is at least
// what was wrong.
func daysShare(p *Part, l *Line) money.Amount {
	if p.Days == l.days() {
		return l.Paid
	}
	return max(p.Wrong, mulDiv(l.Paid, p.Days, l.days()))
}

// sections are the provisions of the steps.
func (c *Case) sections(parts []*Part) (refs []statute.Ref) {
	add := func(ref statute.Ref) {
		if ref != "" && !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	for _, p := range parts {
		if p.Ground != claim.Unstated {
			add(p.Ground.Rule().Law)
		}
		switch {
		case p.Answer == NotLiable:
			add("SFB 108:2")
		case p.Ground != claim.Unstated && p.Ground != claim.DentalProvider: // TANDL 4:9
			add("SFB 108:11")
		}
	}
	if len(refs) == 0 {
		add("SFB 108:2")
	}
	return refs
}

// plain is a text as a letter takes it: forms end lines in two characters, and send tabs.
func plain(s string) string {
	return strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ").Replace(s))
}

// words of a step for a letter: each answer's reasons, with its days where there are several.
func (c *Case) words(s Step) string {
	a := c.last(s)
	if a == nil {
		return ""
	}
	var out []string
	for i := range a.Spans {
		text := plain(a.Spans[i].Reason)
		if len(a.Spans) > 1 {
			text = fmt.Sprintf("%s–%s: %s", a.Spans[i].From, a.Spans[i].To, text)
		}
		if text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return strings.Join(out, "\n")
}

func (c *Case) reasons() letter.Reasons {
	return letter.Reasons{Facts: c.words(Facts), Liability: c.words(Liability), Waiver: c.words(Waiver)}
}

// notExamined stands in a decision for a step that what was decided makes needless.
const notExamined = "Frågan prövas inte, eftersom inget ska betalas tillbaka."

// decidedReasons is the reasons of a decision: where a step was not needed it says so.
func (c *Case) decidedReasons() letter.Reasons {
	r := c.reasons()
	if r.Liability == "" {
		r.Liability = notExamined
	}
	if r.Waiver == "" {
		r.Waiver = notExamined
	}
	return r
}

func (c *Case) cause() letter.Cause {
	if a := c.last(Facts); a != nil && a.Cause != "" {
		return a.Cause
	}
	return letter.CauseUnknown
}

func (c *Case) subject(claimID string, parts []*Part) letter.Subject {
	s := letter.Subject{Case: c.ID, Claim: claimID, Benefit: c.Benefit, From: c.From, To: c.To}
	for i, p := range parts {
		if i == 0 {
			s.From, s.To = p.From, p.To
		}
		s.From, s.To = min(s.From, p.From), max(s.To, p.To)
	}
	return s
}

// HearingLetters are the letters that let those who would owe answer before the decision: one
// to each for each claim, about what they would owe and nothing else. Before it is decided who
// owes, one to each who was paid. The first has the id, the others a number after it.
func (c *Case) HearingLetters(o *Office, id, actor, cause string, on, answerBy calendar.Date) (all []*letter.Order) {
	r := c.reckon(on, false)
	for i, h := range c.hearers(r) {
		parts := c.partsOf(r, h.claim, h.payee)
		rows, sums, _ := c.lines(parts, h.payee, false)
		f := &letter.Hearing{Subject: c.subject("", parts), Sums: sums, Lines: rows, Sections: c.sections(parts), Reasons: c.reasons(), Material: c.material(), Proposed: sums.Overpaid - sums.NotRecovered - sums.Waived, AnswerBy: answerBy,
			Officials: letter.Officials{By: o.name(actor)}}
		if len(c.Hearings) > 0 {
			f.Again, f.Changed = true, "beloppet, grunden eller vem som skulle bli skyldig har ändrats sedan det förra brevet"
		}
		all = append(all, &letter.Order{ID: numbered(id, i), To: c.recipient(h.to), Sender: o.Sender, Facts: f, On: on, About: []string{Stream(c.ID)}, Actor: actor, Cause: cause})
	}
	return all
}

// numbered is the id of the first of several letters, and with a number after it of the others.
func numbered(id string, i int) string {
	if i == 0 {
		return id
	}
	return fmt.Sprintf("%s-%d", id, i+1)
}

// HearingLetter is the first of them.
func (c *Case) HearingLetter(o *Office, id, actor, cause string, on, answerBy calendar.Date) *letter.Order {
	return c.HearingLetters(o, id, actor, cause, on, answerBy)[0]
}

// recipient is how somebody of the case gets a letter.
func (c *Case) recipient(to identity.Number) letter.Recipient {
	as := letter.Self
	if c.Enriched != nil && c.Enriched.Deceased && to == c.Party {
		as = letter.Estate
	}
	return letter.Recipient{Party: to, As: as}
}

// OrderAll is the appends of several letters.
func OrderAll(letters []*letter.Order, now calendar.Instant) (all []journal.Append, err error) {
	for _, o := range letters {
		more, err := o.Appends(now)
		if err != nil {
			return nil, err
		}
		all = merge(all, more)
	}
	return all, nil
}

// endLetters tell those who were heard that nothing is demanded after all.
func (d *draft) endLetters(o *Office, reason string) (all []*letter.Order) {
	r := d.reckon(d.on, false)
	made := &Decided{Auto: strings.HasPrefix(d.act.Actor, "run/")}
	told := map[hearer]bool{}
	for _, h := range d.hearers(r) {
		h.claim, h.place = -1, 0 // one letter for all claims of what the payee got
		if told[h] {
			continue
		}
		told[h] = true
		f := d.decisionFacts(r, o, made, h)
		rows, sums, tax := d.lines(d.partsOf(r, -1, h.payee), h.payee, true)
		f.Lines, f.Sums, f.Tax, f.Outcome = rows, sums, tax, letter.RepayNone
		f.Reasons = letter.Reasons{Facts: plain("Ärendet avslutas utan beslut om återkrav. " + reason), Liability: notExamined, Waiver: notExamined}
		if f.Answer != "" {
			f.AnswerMet = "Inget krävs tillbaka, så svaret prövas inte vidare."
		}
		f.Principal, f.Share, f.Charge, f.Debtors, f.DueOn, f.Pay, f.Reviewed = 0, 0, 0, 0, calendar.None, letter.PayTo{}, nil
		all = append(all, d.order(o, numbered(d.ID+"-avslut", len(all)), h.to, f))
	}
	return all
}

// order is a letter of the draft's day.
func (d *draft) order(o *Office, id string, to identity.Number, f letter.Facts) *letter.Order {
	return &letter.Order{ID: id, To: d.recipient(to), Sender: o.Sender, Facts: f, On: d.on, About: []string{Stream(d.ID)}, Actor: d.act.Actor, Cause: d.cause()}
}

// material is what the person is to see.
func (c *Case) material() []letter.Material {
	m := []letter.Material{{What: "Uppgifter om utbetalningarna och om vad som skulle ha betalats", On: c.Current().On}}
	text := c.Signal.Says
	if text == "" {
		text = c.Signal.Text
	}
	if text != "" {
		m = append(m, letter.Material{What: strings.TrimRight(plain(text), ". "), On: c.Opened}) // a day comes after it
	}
	return m
}

// decisionLetters are a letter to each who owes, or who was heard of what nobody owes.
func (d *draft) decisionLetters(r *Reckoning, o *Office, made *Decided) (all []*letter.Order) {
	if len(r.Claims) == 0 && len(d.Hearings) == 0 && d.Reviews == "" {
		return nil
	}
	for i, h := range d.hearers(r) {
		f := d.decisionFacts(r, o, made, h)
		id := numbered(d.ID+"-beslut", i)
		if h.claim >= 0 && len(r.Claims[h.claim].Debtors) > 0 {
			x := &r.Claims[h.claim]
			id = letterID(x.ID, h.place)
			f.Debtors, f.Share = len(x.Debtors), shareOf(x.Principal, x.Debtors, h.place)
		}
		all = append(all, d.order(o, id, h.to, f))
	}
	return all
}

// decisionFacts is a decision as the letter to somebody states it.
func (d *draft) decisionFacts(r *Reckoning, o *Office, made *Decided, h hearer) *letter.Decision {
	n, parts := h.claim, d.partsOf(r, h.claim, h.payee)
	rows, sums, tax := d.lines(parts, h.payee, d.below())
	f := &letter.Decision{Sums: sums, Lines: rows, Sections: d.sections(parts), Cause: d.Case.cause(), Reasons: d.decidedReasons(), HeardOn: calendar.None, AnswerBy: calendar.None,
		AnsweredOn: calendar.None, DecidedOn: d.on, Automatic: made.Auto, DueOn: calendar.None, Outcome: letter.RepayNone, Tax: tax, ReviewMonths: d.months(o)}
	f.Subject = d.subject("", parts)
	if tax > 0 {
		f.Net = sums.Overpaid - tax
	}
	if !made.Auto {
		f.Officials = letter.Officials{By: o.name(d.act.Actor), Presenter: o.name(made.Proposer)}
	}
	d.heard(f)
	switch {
	case d.Reviews != "":
		f.Subject.Claim, f.Reviewed = d.Reviews, d.reviewedFacts(o)
		if d.Why == OwnMotion {
			f.Sections = append([]statute.Ref{"SFB 113:3"}, f.Sections...)
		}
		f.Principal, f.Debtors = d.demanded(r), len(d.reviewed())
		f.Share = shareOf(f.Principal, d.reviewed(), h.place)
		if f.Principal > 0 {
			f.Charge = f.Principal - r.Repay
			f.Outcome = letter.RepayAll
			if sums.NotRecovered+sums.Waived > 0 {
				f.Outcome = letter.RepayPart
			}
			f.Pay = letter.PayTo{Account: o.Account, Reference: Reference(d.Reviews)} // the claim keeps its due day
		}
	case n >= 0:
		x := &r.Claims[n]
		f.Subject.Claim, f.Principal, f.Charge = x.ID, x.Principal, x.Charge
		f.Outcome = letter.RepayAll
		if sums.NotRecovered+sums.Waived > 0 {
			f.Outcome = letter.RepayPart
		}
		t, _ := claim.ParseType(x.Type)
		f.LateInterest = t.Rule().Interest == claim.InterestSFB
		f.DueOn, f.Pay = d.due(o), letter.PayTo{Account: o.Account, Reference: Reference(x.ID)}
	}
	return f
}

// shareOf is what one of those who owe a claim owes of it when each owes a part; 0 when it is all.
func shareOf(principal money.Amount, debtors []claim.Debtor, place int) money.Amount {
	var weights []int64
	for _, d := range debtors {
		weights = append(weights, int64(d.Share))
	}
	if len(debtors) == 1 || debtors[place].Share == 0 {
		return 0
	}
	parts, err := money.Split(principal, weights)
	if err != nil {
		panic(fmt.Sprintf("inquiry: shares of a claim: %v", err))
	}
	return parts[place]
}

// reviewedFacts is what a letter says of a decision that was looked at anew. The outcome of a
// reconsideration is appealed; of the others one is asked for first (SFB 113:10).
func (d *draft) reviewedFacts(o *Office) *letter.Reviewed {
	switch d.Why {
	case OwnMotion:
		return &letter.Reviewed{Was: d.Was, OwnMotion: true}
	case AfterJudgment:
		return &letter.Reviewed{Was: d.Was, Court: d.Court, JudgedOn: d.JudgedOn, Judgment: d.Signal.Ref}
	}
	return &letter.Reviewed{Was: d.Was, AppealMonths: appealMonths(o, d.on)}
}

// heard says in the letter how the person was heard, or why not.
func (d *draft) heard(f *letter.Decision) {
	switch h := d.Hearing(); {
	case len(d.Hearings) > 0:
		f.HeardOn, f.AnswerBy = d.Hearings[0].SentOn, h.AnswerBy
		answers := d.Answers()
		if n := len(answers); n > 0 {
			f.AnsweredOn = answers[n-1].On
			var all []string
			for _, a := range answers {
				all = append(all, plain(a.Text))
			}
			f.Answer = strings.Join(all, "\n")
			if d.Proposal != nil {
				f.AnswerMet = plain(d.Proposal.Reply)
			}
		}
	case d.Exempt != nil:
		f.NotHeard = plain(d.Exempt.Reason)
	default:
		f.NotHeard = "Beslutet går inte dig emot."
	}
}

// due is the day to pay by that the letter states: so many days after it, and a bank day.
func (d *draft) due(o *Office) calendar.Date {
	return calendar.NextBankDay(d.on.AddDays(o.Terms.DueDays))
}

func (d *draft) months(o *Office) int { return o.Terms.FinalMonths }

// appealMonths is how long the outcome of a reconsideration can be appealed; 0 where that is
// not known, which the letter refuses.
func appealMonths(o *Office, on calendar.Date) int {
	v, err := o.Parameters.Value(statute.AppealMonths, on)
	if err != nil {
		return 0
	}
	return int(v.Int64)
}

// DecisionLetters are the letters a decision of today by somebody would send: to be looked at
// before it is made. They are ordered by the decision itself alone.
func (c *Case) DecisionLetters(o *Office, actor string, on calendar.Date) []*letter.Order {
	d := &draft{Case: c, act: &Act{Actor: actor}, on: on}
	made := &Decided{}
	if c.Proposal != nil {
		made.Proposer = c.Proposal.By
	}
	all := d.decisionLetters(c.Reckon(on), o, made)
	if c.Worked(actor) { // who looks prepares it, and is not the one to decide
		for _, l := range all {
			l.Facts.(*letter.Decision).Officials = letter.Officials{By: "den som beslutar", Presenter: o.name(actor)}
		}
	}
	return all
}
