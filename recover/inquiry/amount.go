package inquiry

import (
	"cmp"
	"fmt"
	"slices"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
)

// Reckoning is what a case comes to, computed from its basis and steps. Amounts are öre.
type Reckoning struct {
	Paid, Entitled money.Amount // gross, of all lines
	Wrong          money.Amount // paid too much, by the basis
	Right          money.Amount // of it: what the facts do not hold for wrong
	Unliable       money.Amount // of it: nobody is liable
	Barred         money.Amount // of it: too old
	Waived         money.Amount // of it
	Repay          money.Amount // what is left: to be repaid, gross
	Tax            money.Amount // information: the part of Repay that was withheld as tax
	Short          money.Amount // paid too little, by the basis: to be paid out, not taken off
	Parts          []Part
	Claims         []NewClaim
	Result         Result
	Missing        []string // what has to be done before it can be proposed, as keys
}

// Net is what of Repay reached the person.
func (r *Reckoning) Net() money.Amount { return r.Repay - r.Tax }

// Part is some days of a payment that were answered alike.
type Part struct {
	Line     int // of the basis
	From, To calendar.Date
	Days     int64
	Wrong    money.Amount
	Answer   Result // NotWrong, NotLiable, Barred, WaivedWhole, RepayPart, RepayFull; "" when an answer is missing
	Ground   claim.Type
	Share    int32 // waived, hundredths of a percent
	Waived   money.Amount
	Repay    money.Amount
	Tax      money.Amount
}

// NewClaim is a claim that the decision creates.
type NewClaim struct {
	ID        string          `json:"id"`
	Payee     identity.Number `json:"payee"` // who was paid; who owes it may be others
	Debtors   []claim.Debtor  `json:"debtors"`
	Type      string          `json:"type"`
	Principal money.Amount    `json:"principal"`        // with Charge
	Charge    money.Amount    `json:"charge,omitempty"` // is added to what is repaid (SFB 37:15, 98:7)
	Tax       money.Amount    `json:"tax,omitempty"`
	From      calendar.Date   `json:"from"`
	To        calendar.Date   `json:"to"`
}

// Reckon computes what the case comes to on a day.
func (c *Case) Reckon(on calendar.Date) *Reckoning { return c.reckon(on, true) }

// reckon is Reckon; with standing it also says what is missing, which asks the steps, of
// which the one of the amount asks this.
func (c *Case) reckon(on calendar.Date, standing bool) *Reckoning {
	r := &Reckoning{}
	now := c.Current()
	if now.Basis == nil {
		r.Missing = append(r.Missing, "basis")
		return r
	}
	for i := range now.Lines {
		l := &now.Lines[i]
		r.Paid += l.Paid
		r.Entitled += l.Entitled
		r.Wrong += l.Wrong()
		r.Short += max(0, l.Entitled-l.Paid)
		r.line(c, i, l)
	}
	for i := range r.Parts {
		p := &r.Parts[i]
		switch p.Answer {
		case NotWrong:
			r.Right += p.Wrong
		case NotLiable:
			r.Unliable += p.Wrong
		case Barred:
			r.Barred += p.Wrong
		}
		r.Waived += p.Waived
		r.Repay += p.Repay
		r.Tax += p.Tax
	}
	below := c.below()
	if !below {
		r.claims(c, now.Basis)
	}
	r.Result = r.result(below)
	if c.Reviews != "" && r.Result != NoResult {
		r.reviewed(c)
	}
	if standing {
		r.missing(c, on)
	}
	return r
}

// answer is how a day of a line was answered.
type answer struct {
	result Result
	ground claim.Type
	share  int32
}

func (c *Case) answerOn(made *byDay, d calendar.Date) answer {
	facts := spanOn(made.facts, d)
	switch {
	case facts == nil:
		return answer{}
	case facts.Answer == IsRight:
		return answer{result: NotWrong}
	}
	lia, lim := spanOn(made.liability, d), spanOn(made.limitation, d)
	switch {
	case lim != nil && lim.Answer == TimeBar:
		return answer{result: Barred}
	case lia != nil && lia.Answer == Unliable:
		return answer{result: NotLiable}
	case lia == nil || lim == nil:
		return answer{}
	}
	ground, _ := claim.ParseType(lia.Ground)
	w := c.waiverOn(made.waiver, d)
	switch {
	case w == nil:
		return answer{ground: ground}
	case w.Answer == NoWaiver:
		return answer{RepayFull, ground, 0}
	case w.Share == whole:
		return answer{WaivedWhole, ground, whole}
	}
	return answer{RepayPart, ground, w.Share}
}

// line divides what a line has too much over the days that were answered alike. The öre
// left over go by largest remainder (money.Split), so the parts are the whole, and days
// that are answered alike are one part however the answers were divided.
func (r *Reckoning) line(c *Case, i int, l *Line) {
	if l.Wrong() == 0 {
		return
	}
	var parts []Part
	var keys []answer
	made := c.byDay()
	for d := l.From; d <= l.To; d++ {
		a := c.answerOn(made, d)
		k := slices.Index(keys, a)
		if k < 0 {
			k = len(keys)
			keys = append(keys, a)
			parts = append(parts, Part{Line: i, From: d, Answer: a.result, Ground: a.ground, Share: a.share})
		}
		parts[k].Days++
		parts[k].To = d
	}
	weights := make([]int64, len(parts))
	for k := range parts {
		weights[k] = parts[k].Days
	}
	wrong, err := money.Split(l.Wrong(), weights)
	if err != nil {
		panic(fmt.Sprintf("inquiry: a line of days and öre within bounds could not be split: %v", err))
	}
	for k := range parts {
		p := &parts[k]
		p.Wrong = wrong[k]
		switch p.Answer {
		case RepayFull:
			p.Repay = p.Wrong
		case WaivedWhole:
			p.Waived = p.Wrong
		case RepayPart:
			p.Waived = mulDiv(p.Wrong, int64(p.Share), whole)
			p.Repay = p.Wrong - p.Waived
		}
		if l.Paid > 0 {
			t, err := money.MulDiv(l.Tax, int64(p.Repay), int64(l.Paid), money.Down)
			if err != nil {
				panic(fmt.Sprintf("inquiry: the tax of a part: %v", err))
			}
			p.Tax = t
		}
	}
	r.Parts = append(r.Parts, parts...)
}

// mulDiv is a part of an amount, rounded half up.
func mulDiv(a money.Amount, num, den int64) money.Amount {
	v, err := money.MulDiv(a, num, den, money.HalfUp)
	if err != nil {
		panic(fmt.Sprintf("inquiry: a share of an amount: %v", err))
	}
	return v
}

// claims puts together what is to be repaid by who owes it and on which ground.
func (r *Reckoning) claims(c *Case, b *Basis) {
	type key struct {
		payee  identity.Number
		ground claim.Type
	}
	at := map[key]int{}
	for i := range r.Parts {
		p := &r.Parts[i]
		if p.Repay == 0 {
			continue
		}
		k := key{b.Lines[p.Line].Payee, p.Ground}
		n, ok := at[k]
		if !ok {
			n = len(r.Claims)
			at[k] = n
			r.Claims = append(r.Claims, NewClaim{Payee: k.payee, Type: p.Ground.String(), From: p.From, To: p.To})
		}
		x := &r.Claims[n]
		x.Principal += p.Repay
		x.Tax += p.Tax
		x.From, x.To = min(x.From, p.From), max(x.To, p.To)
	}
	if sum := c.last(Sum); sum != nil && len(r.Claims) == 1 {
		x := &r.Claims[0]
		x.Charge = min(sum.Charge, x.Principal)
		x.Principal += x.Charge
	}
	for n := range r.Claims {
		r.Claims[n].Debtors = c.debtorsOf(r.Claims[n].Payee, r.Claims[n].Principal)
	}
	slices.SortStableFunc(r.Claims, func(x, y NewClaim) int {
		return cmp.Or(cmp.Compare(firstDebtor(x), firstDebtor(y)), cmp.Compare(x.Type, y.Type), cmp.Compare(x.Payee, y.Payee))
	})
	for n := range r.Claims {
		r.Claims[n].ID = fmt.Sprintf("%s-%d", c.ID, n+1)
	}
}

func firstDebtor(x NewClaim) identity.Number {
	if len(x.Debtors) == 0 {
		return identity.None
	}
	return x.Debtors[0].Number
}

// debtorsOf is who owes what a payee got; nobody when that has not been decided.
func (c *Case) debtorsOf(payee identity.Number, principal money.Amount) (all []claim.Debtor) {
	a := c.last(Parties)
	if a == nil {
		return nil
	}
	i := slices.IndexFunc(a.Recipients, func(r Recipient) bool { return r.Payee == payee })
	if i < 0 {
		return nil
	}
	debtors := a.Recipients[i].Debtors
	var weights []int64
	for _, d := range debtors {
		weights = append(weights, int64(d.Share))
		all = append(all, claim.Debtor{Number: d.Number})
	}
	if len(debtors) > 1 && debtors[0].Share > 0 {
		shares, err := money.Split(principal, weights)
		if err != nil {
			panic(fmt.Sprintf("inquiry: shares of a claim: %v", err))
		}
		for k := range all {
			all[k].Share = shares[k]
		}
		all = slices.DeleteFunc(all, func(d claim.Debtor) bool { return d.Share == 0 }) // a share below an öre
	}
	return all
}

// result follows from the amounts alone.
func (r *Reckoning) result(below bool) Result {
	answered := r.Right + r.Unliable + r.Barred + r.Waived + r.Repay
	switch {
	case answered != r.Wrong:
		return NoResult
	case r.Wrong == 0 || r.Right == r.Wrong:
		return NotWrong
	case below && r.Repay > 0:
		return BelowLimit
	case r.Repay == r.Wrong:
		return RepayFull
	case r.Repay > 0:
		return RepayPart
	case r.Unliable == r.Wrong-r.Right:
		return NotLiable
	case r.Waived == r.Wrong-r.Right:
		return WaivedWhole
	case r.Barred == r.Wrong-r.Right:
		return Barred
	}
	return NoRepayment
}

// reviewed is the result of a case that looks at a decision anew: no claim is created, and
// the one there is stays, is lowered or falls away.
func (r *Reckoning) reviewed(c *Case) {
	r.Claims = nil
	demanded := c.demanded(r)
	switch {
	case demanded >= c.Was:
		r.Result = Upheld
	case demanded == 0:
		r.Result = Revoked
	default:
		r.Result = Lowered
	}
}

// below reports whether what is to be repaid is said to be too little to be demanded.
func (c *Case) below() bool {
	sum := c.last(Sum)
	return sum != nil && sum.Below
}

// demanded is what a review comes to, with the charge that the claim has beside the principal;
// nothing when it is too little.
func (c *Case) demanded(r *Reckoning) money.Amount {
	if c.below() {
		return 0
	}
	if sum := c.last(Sum); sum != nil {
		return r.Repay + min(sum.Charge, r.Repay)
	}
	return r.Repay
}

// missing is what stands in the way of a proposal.
func (r *Reckoning) missing(c *Case, on calendar.Date) {
	now := c.Current()
	switch {
	case now.Annulled:
		r.Missing = append(r.Missing, "annulled")
	case now.Blocked:
		r.Missing = append(r.Missing, "blocked")
	}
	if c.Stop != nil {
		r.Missing = append(r.Missing, "stop")
	}
	for _, s := range c.needed(r) {
		if st := c.StandingOf(s, on); st.Status != StepDone && st.Status != StepAuto {
			r.Missing = append(r.Missing, "step."+string(s))
		}
	}
	if r.Result == NoResult {
		r.Missing = append(r.Missing, "result")
	}
	if why := c.hearingMissing(r, on); why != "" {
		r.Missing = append(r.Missing, why)
	}
}

// Needed is the steps the case goes through on a day, in order.
func (c *Case) Needed(on calendar.Date) []Step { return c.needed(c.reckon(on, false)) }

// needed is the steps this case must go through: where nothing is wrong, or nobody liable,
// what would follow of it is not asked.
func (c *Case) needed(r *Reckoning) []Step {
	switch r.Result {
	case NotWrong:
		return []Step{Facts}
	case NotLiable:
		return []Step{Facts, Liability}
	case Barred:
		return []Step{Facts, Limitation}
	case WaivedWhole, NoRepayment:
		return []Step{Facts, Liability, Waiver, Limitation}
	}
	return Steps
}

// againstLimit is the least amount for which a case is opened or a settlement demanded on a day,
// and what is held against it: the difference of a settlement (SFB 98:6), and otherwise what is
// to be repaid. It is a *statute.MissingError where no value is known; none is invented.
func (c *Case) againstLimit(p *statute.Parameters, on calendar.Date) (sum, limit money.Amount, law statute.Ref, err error) {
	r := c.reckon(on, false)
	name, sum := statute.OpeningMinimum, r.Repay
	if f := c.last(Liability); f != nil && slices.ContainsFunc(f.Spans, func(s Span) bool { return s.Ground == claim.HousingSettlement.String() }) {
		name, sum, law = statute.HousingSettlementMinimum, r.Wrong-r.Right, "SFB 98:6"
	}
	v, err := p.Value(name, on)
	if err != nil {
		return sum, 0, law, err
	}
	limit, err = v.Amount()
	return sum, limit, law, err
}
