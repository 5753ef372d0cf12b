package housing

import (
	"fmt"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// Account is why a settlement came to what it did: for the person it is sent to, month by
// month and paragraph by paragraph. It is computed of the facts each time, never stored.
type Account struct {
	Household  string          `json:"household"`
	Year       int             `json:"year"`
	Run        string          `json:"run"`
	Number     string          `json:"number"`
	DecidedOn  calendar.Date   `json:"decided_on"`
	Incomes    []AccountIncome `json:"incomes"`
	Months     []AccountMonths `json:"months"`
	Settlement []Step          `json:"settlement"`
	Base       Base            `json:"-"`
	Whole      Year            `json:"-"`
	Outcome    string          `json:"outcome"`
	Amount     money.Amount    `json:"amount_ore"`
	Charge     money.Amount    `json:"charge_ore"`
	Law        []statute.Ref   `json:"law"`
}

// AccountIncome is the income of one adult: as stated, as assessed, and what it is made of.
type AccountIncome struct {
	Who      string        `json:"who"` // applicant or spouse
	Stated   money.Amount  `json:"stated_ore"`
	Assessed money.Amount  `json:"assessed_ore"`
	TaxOn    calendar.Date `json:"tax_decided_on"`
	Steps    []Step        `json:"steps"`
}

// AccountMonths is unbroken months that came to the same.
type AccountMonths struct {
	From  calendar.Date `json:"from"`
	To    calendar.Date `json:"to"`
	Count int           `json:"count"`
	Paid  money.Amount  `json:"paid_ore"` // for each month
	Exact string        `json:"amount_ore"`
	Steps []Step        `json:"steps"`
	Month *MonthsAlike  `json:"-"`
}

// DifferError says that a stored settlement is not what the facts come to.
type DifferError struct {
	Household, Run string
	Stored, Now    Settlement
}

func (e *DifferError) Error() string {
	return fmt.Sprintf("housing: run %s settled household %s to a final allowance of %s and %s of %s, and its facts come to %s and %s of %s", e.Run, e.Household,
		e.Stored.Final.Kronor(), e.Stored.Outcome, e.Stored.Amount, e.Now.Final.Kronor(), e.Now.Outcome, e.Now.Amount)
}

// Recompute computes a settlement anew of the facts it rests on: as they were known then. The
// error is a *DifferError when it comes to something else than what is stored.
func (r *Rules) Recompute(k *Known, s *Settled) (Base, *Year, error) {
	y, k := &Year{}, k.When(s)
	base, err := r.Base(&s.Assessed)
	if err != nil {
		return base, nil, err
	}
	if err := r.Year(s.Year, k.Stretches, YearEqual(base.Sums()), y); err != nil {
		return base, nil, err
	}
	l, err := r.SettlementLaw(s.Year)
	if err != nil {
		return base, nil, err
	}
	now := l.Settle(y, k.Earlier())
	if now != s.Settlement || base.Sums() != s.Base {
		return base, y, &DifferError{s.Household, s.Run, s.Settlement, now}
	}
	return base, y, nil
}

// Account is why a settlement came to what it did.
func (r *Rules) Account(k *Known, s *Settled) (*Account, error) {
	base, y, err := r.Recompute(k, s)
	if err != nil {
		return nil, err
	}
	k = k.When(s)
	a := &Account{Household: k.ID, Year: s.Year, Run: s.Run, Number: s.Number, DecidedOn: s.On, Base: base, Whole: *y, Outcome: s.Outcome.String(), Amount: s.Amount, Charge: s.Charge}
	stated := k.Stated()
	for i, who := range []string{"applicant", "spouse"} {
		if i == 0 || s.Assessed.Spouse {
			a.Incomes = append(a.Incomes, AccountIncome{who, stated[i], base.Adults[i].Sum, s.TaxOn[i], base.steps(i, &s.Assessed)})
		}
	}
	told := y.Told()
	for i := range told {
		m := &told[i]
		span := m.Span(s.Year)
		a.Months = append(a.Months, AccountMonths{span.From, span.To, m.Count(), m.Paid, m.Amount.String(), m.Steps(), m})
	}
	if a.Settlement, err = r.settlementSteps(k, s, y); err != nil {
		return nil, err
	}
	a.cite()
	return a, nil
}

// Stated is the incomes last stated for the year, of each who counts in some month.
func (k *Known) Stated() [2]money.Amount {
	last := &k.Stretches[len(k.Stretches)-1]
	stated := last.Stated
	for i := len(k.Stretches) - 1; i >= 0 && !last.Spouses; i-- { // the spouse of earlier months
		if k.Stretches[i].Spouses {
			stated[1] = k.Stretches[i].Stated[1]
			break
		}
	}
	return stated
}

// cite lists the paragraphs, each once.
func (a *Account) cite() {
	seen := map[statute.Ref]bool{}
	add := func(steps []Step) {
		for i := range steps {
			if l := steps[i].Law; l != "" && !seen[l] {
				seen[l] = true
				a.Law = append(a.Law, l)
			}
		}
	}
	for i := range a.Incomes {
		add(a.Incomes[i].Steps)
	}
	for i := range a.Months {
		add(a.Months[i].Steps)
	}
	add(a.Settlement)
}

// steps is what an adult's income is made of.
func (b *Base) steps(who int, a *Assessed) (all []Step) {
	p, x := &b.Adults[who], &a.Adults[who]
	add := func(key string, law statute.Ref, amount money.Amount, says Text) {
		if amount != 0 {
			all = append(all, step(key, law, ore(amount), says))
		}
	}
	all = append(all, step("employment", "SFB 97:2", ore(p.Employment), say("Överskott av tjänst enligt beslutet om slutlig skatt: %s", "Surplus of employment by the decision on final tax: %s", kr(p.Employment))))
	if p.Business != 0 || x.Business != 0 {
		all = append(all, step("business", "SFB 97:4", ore(p.Business), say("Näringsverksamhet: %s, med egen pension, avsättningar och gamla underskott tillbaka och återförda fonder borta: %s", "Business: %s, with own pension, funds and old deficits added back and reversed funds taken away: %s", net(x.Business), kr(p.Business))).
			as(markOf(x.Business < 0)))
	}
	if c := &x.Capital; p.Capital != 0 || c.Surplus != 0 {
		all = append(all, step("capital", "SFB 97:5", ore(p.Capital), say("Kapital: %s med avdragen återlagda, utom förluster, uppskov och negativ räntefördelning, och utan schablonintäkt: %s", "Capital: %s with the deductions added back, except losses, deferral and negative interest allocation, and without standard income: %s", net(c.Surplus), kr(p.Capital))).
			as(markOf(c.Surplus < 0)))
	}
	add("study", "SFB 97:13", p.Study, say("Studiebidrag och studiestartsstöd, den del som räknas: %s", "Study grant and study-start support, the share that counts: %s", kr(p.Study)))
	add("scholarship", "SFB 97:2", p.Scholarship, say("Skattefria stipendier över det som inte räknas: %s", "Tax-free scholarships above what does not count: %s", kr(p.Scholarship)))
	add("foreign", "SFB 97:2", p.Foreign, say("Utländska inkomster, inkomster som är undantagna genom avtal och etableringsersättning: %s", "Foreign income, income exempt by treaty and establishment benefit: %s", kr(p.Foreign)))
	add("wealth", "SFB 97:6", p.Wealth, say("Förmögenhet: hushållet har %s, och %s av det räknas som inkomst; den här delen är %s", "Wealth: the household has %s, of which %s counts as income; this part is %s", kr(b.Wealth), kr(b.Addition), kr(p.Wealth)))
	add("child_capital", "SFB 97:11", p.ChildCapital, say("Barnens kapitalinkomster över det som inte räknas: %s", "The children's capital income above what does not count: %s", kr(p.ChildCapital)))
	return append(all, step("base", "SFB 97:3", ore(p.Sum), say("Bidragsgrundande inkomst: %s, som hör lika till årets alla månader", "Income that counts: %s, which belongs equally to all months of the year", kr(p.Sum))))
}

// net is a surplus or a deficit in words.
func net(a money.Amount) Text {
	if a < 0 {
		return say("underskott %s", "deficit %s", kr(-a))
	}
	return say("överskott %s", "surplus %s", kr(a))
}

// markOf is I for a reading, and V otherwise.
func markOf(reading bool) statute.Confidence {
	if reading {
		return statute.Inferred
	}
	return statute.Verified
}

// settlementSteps is what followed of the year.
func (r *Rules) settlementSteps(k *Known, s *Settled, y *Year) ([]Step, error) {
	l, err := r.SettlementLaw(s.Year)
	if err != nil {
		return nil, err
	}
	all := []Step{
		step("final", "SFB 98:5", s.Final.String(), say("Slutligt bostadsbidrag för %d: summan av månaderna, %s", "Final housing allowance for %d: the sum of the months, %s", s.Year, s.Final.Kronor())),
		step("paid", "SFB 98:4", ore(s.Settlement.Paid), say("Preliminärt betalades %s", "Provisionally was paid %s", kr(s.Settlement.Paid))),
	}
	if y.Supplement > 0 && !l.WithAddition {
		all = append(all, step("supplement", "SFB 97:23a", "0", say("Det tillfälliga tilläggsbidraget, %s, är ett eget bidrag och räknas inte om", "The temporary supplement, %s, is a grant of its own and is not settled", kr(y.Supplement))).as(statute.Inferred))
	}
	all = append(all, differenceStep(s.Difference))
	if e := k.Earlier(); e != nil {
		all = append(all, step("earlier", "SFB 98:9", ore(e.PaidOut-e.Claimed), say("Året har avgjorts förut: %s. Nu gäller det nya slutliga bidraget", "The year was settled before: %s. The new final allowance applies now", e.says())).as(statute.Inferred))
	}
	return append(all, l.outcomeSteps(s, k.Earlier() != nil)...), nil
}

// says is what was settled before, in all: a claim that was made smaller is what is left of it.
func (e *Earlier) says() Text {
	switch net := e.PaidOut - e.Claimed; {
	case net < 0:
		return say("sammanlagt krävdes %s", "%s was claimed in all", kr(-net))
	case net > 0:
		return say("sammanlagt betalades %s ut", "%s was paid out in all", kr(net))
	}
	return say("sammanlagt krävdes inget och inget betalades ut", "in all nothing was claimed and nothing paid out")
}

func differenceStep(d Exact) Step {
	says := say("Det var rätt belopp som betalades", "What was paid was right")
	switch {
	case d < 0:
		says = say("Skillnaden är %s för mycket", "The difference is %s too much", (-d).Kronor())
	case d > 0:
		says = say("Skillnaden är %s för lite", "The difference is %s too little", d.Kronor())
	}
	return step("difference", "SFB 98:6", d.String(), says)
}

func (l *SettlementLaw) outcomeSteps(s *Settled, again bool) []Step {
	switch s.Outcome {
	case Nothing:
		if again {
			return []Step{step("outcome", "SFB 98:9", "0", say("Det ändrar inget av det som har beslutats förut", "That changes nothing of what was decided before")).as(statute.Inferred)}
		}
		return []Step{step("outcome", "SFB 98:6", "0", say("En skillnad under %s varken betalas ut eller krävs tillbaka", "A difference of less than %s is neither paid out nor claimed", kr(l.Least)))}
	case Claim:
		return append([]Step{step("outcome", "SFB 108:9", ore(s.Amount), say("%s ska betalas tillbaka, avrundat nedåt till %s", "%s is to be repaid, rounded down to %s", kr(s.Amount), l.whole()))}, l.chargeStep(s))
	}
	if s.Manual != "" { // nothing is paid out before a person has looked at the claim
		return []Step{step("outcome", "SFB 98:9", ore(s.Amount), say("%s mindre ska betalas tillbaka än som har krävts förut; en människa beslutar om det kravet på nytt", "%s less is to be repaid than was claimed before; a person decides about that claim anew", kr(s.Amount))).as(statute.Inferred)}
	}
	return append([]Step{step("outcome", "SFB 98:6", ore(s.Amount), say("%s betalas ut, avrundat uppåt till %s", "%s is paid out, rounded up to %s", kr(s.Amount), l.whole()))}, l.chargeStep(s))
}

// whole is what a difference is rounded to, in words.
func (l *SettlementLaw) whole() Text {
	if l.Rounding == money.Krona {
		return say("hela kronor", "whole kronor")
	}
	return say("jämna %s", "whole %s", kr(l.Rounding))
}

func (l *SettlementLaw) chargeStep(s *Settled) Step {
	if s.ChargeUnknown {
		return step("charge", "SFB 98:7", "", say("Avgift eller tillägg är inte beräknat: värdet %s är inte känt", "No charge or supplement is computed: the value %s is not known", l.Unknown)).as(statute.Unsourced)
	}
	return step("charge", "SFB 98:7", ore(s.Charge), say("Till det kommer %s: %s av statslåneräntan vid årets slut, %s", "To that comes %s: %s of the state loan rate at the end of the year, %s", kr(s.Charge), percent(l.ChargeShare), percent(l.StateLoanRate))).as(statute.Inferred)
}
