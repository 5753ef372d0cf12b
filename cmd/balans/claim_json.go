package main

import (
	"encoding/json"
	"io"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
)

// The shape of the JSON. Amounts are öre, days YYYY-MM-DD; what is not known is
// null and named in missing, never 0.
type (
	claimJSON struct {
		Claim         string              `json:"claim"`
		On            calendar.Date       `json:"on"`
		KnownAt       calendar.Instant    `json:"known_at"`
		Decided       bool                `json:"decided"`
		Status        string              `json:"status"`
		Badges        []string            `json:"badges,omitempty"`
		Decision      *decisionJSON       `json:"decision,omitempty"`
		Balances      *balancesJSON       `json:"balances,omitempty"`
		Missing       []gapJSON           `json:"missing,omitempty"`
		Deadlines     *deadlinesJSON      `json:"deadlines,omitempty"`
		Limitation    *limitationJSON     `json:"limitation,omitempty"`
		Standing      map[string]standing `json:"standing,omitempty"`
		Contradiction []string            `json:"contradictions,omitempty"`
		Steps         []stepJSON          `json:"steps,omitempty"`
		Payments      []paymentJSON       `json:"payments,omitempty"`
		May           []string            `json:"may,omitempty"`
		MayNot        []refusedJSON       `json:"may_not,omitempty"`
	}
	decisionJSON struct {
		On        calendar.Date `json:"on"`
		Principal int64         `json:"principal_ore"`
		Charge    int64         `json:"charge_ore"`
		Benefit   string        `json:"benefit"`
		Type      string        `json:"type"`
		Law       string        `json:"law"`
		Regime    string        `json:"regime"`
		Authority string        `json:"authority"`
		Origin    string        `json:"origin"`
		Debtors   []debtorJSON  `json:"debtors"`
	}
	debtorJSON struct {
		Masked string `json:"masked"`
		Share  int64  `json:"share_ore,omitempty"`
	}
	balancesJSON struct {
		Principal        int64  `json:"principal_ore"`
		PrincipalAtLeast bool   `json:"principal_is_at_least,omitempty"`
		Charge           int64  `json:"charge_ore"`
		Interest         *int64 `json:"interest_ore"`
		Fee              int64  `json:"fee_ore"`
		Cost             int64  `json:"cost_ore"`
		Credit           int64  `json:"credit_ore"`
		Total            *int64 `json:"total_ore"`
		Lapsed           int64  `json:"lapsed_ore,omitempty"`
		Recovered        int64  `json:"recovered_ore,omitempty"`
		Overbooked       int64  `json:"overbooked_ore,omitempty"`
	}
	gapJSON struct {
		Parameter string        `json:"parameter"`
		From      calendar.Date `json:"from"`
		To        calendar.Date `json:"to"`
	}
	deadlinesJSON struct {
		Dispatched       *calendar.Date `json:"dispatched"`
		Due              *calendar.Date `json:"due"`
		Served           *calendar.Date `json:"served"`
		LastDay          *calendar.Date `json:"last_day"`
		Final            *calendar.Date `json:"final"`
		Contested        bool           `json:"contested"`
		EarliestHandover *calendar.Date `json:"earliest_handover"`
	}
	limitationJSON struct {
		Last    *calendar.Date `json:"last"`
		Pending bool           `json:"pending"`
		Barred  bool           `json:"barred"`
		Chain   []linkJSON     `json:"chain,omitempty"`
	}
	linkJSON struct {
		On   calendar.Date  `json:"on"`
		What string         `json:"what"`
		Law  string         `json:"law"`
		Last *calendar.Date `json:"last"`
	}
	standing struct {
		State string        `json:"state"`
		Since calendar.Date `json:"since"`
	}
	stepJSON struct {
		On       calendar.Date  `json:"on"`
		From     *calendar.Date `json:"from,omitempty"`
		What     string         `json:"what"`
		Law      string         `json:"law,omitempty"`
		Base     int64          `json:"base_ore,omitempty"`
		Ppm      int64          `json:"rate_ppm,omitempty"`
		Days     int            `json:"days,omitempty"`
		Rate     string         `json:"rate,omitempty"`
		Amount   *int64         `json:"amount_ore"`
		Capital  int64          `json:"capital_ore"`
		Interest *int64         `json:"interest_ore"`
		Fee      int64          `json:"fee_ore"`
		Cost     int64          `json:"cost_ore"`
		Credit   int64          `json:"credit_ore"`
	}
	paymentJSON struct {
		On     calendar.Date    `json:"on"`
		Amount int64            `json:"amount_ore"`
		Undone int64            `json:"undone_ore,omitempty"`
		Parts  map[string]int64 `json:"parts_ore"`
		Why    string           `json:"why"`
	}
	refusedJSON struct {
		Kind   string `json:"kind"`
		Rule   string `json:"rule"`
		Why    string `json:"why"`
		Source string `json:"source"`
	}
)

// known is the day, or nil for none.
func known(d calendar.Date) *calendar.Date {
	if d == calendar.None {
		return nil
	}
	return &d
}

// ore is the amount, or nil when it is not known.
func ore(a money.Amount, isKnown bool) *int64 {
	if !isKnown {
		return nil
	}
	v := int64(a)
	return &v
}

// writeJSON writes the claim for a program to read.
func (v *claimFacts) writeJSON(out io.Writer) error {
	j := claimJSON{Claim: v.decision.ID, On: v.on, KnownAt: v.knownAt, Decided: v.decided, Status: v.shown().String()}
	if v.decided {
		v.fill(&j)
	}
	if v.decided && v.explain {
		v.explainJSON(&j)
	}
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(&j)
}

func (v *claimFacts) fill(j *claimJSON) {
	d, a, dl, lim := &v.decision, v.account, v.deadlines, v.limitation
	j.Badges = badgeNames(v.standing.Badges())
	ground := claim.TypeOf(d)
	j.Decision = &decisionJSON{On: d.DecidedOn, Principal: int64(d.Principal), Charge: int64(d.Charge), Benefit: d.Benefit.String(), Type: ground.String(),
		Law: string(ground.Rule().Law), Regime: claim.RegimeOn(d.DecidedOn).String(), Authority: d.Authority.String(), Origin: d.Origin.String()}
	for _, debtor := range d.Debtors {
		j.Decision.Debtors = append(j.Decision.Debtors, debtorJSON{debtor.Number.Masked(), int64(debtor.Share)})
	}
	j.Balances = &balancesJSON{Principal: int64(a.Principal), PrincipalAtLeast: v.isBound(), Charge: int64(a.Charge), Interest: ore(a.Interest, a.IsKnown()), Fee: int64(a.Fee),
		Cost: int64(a.Cost), Credit: int64(a.Credit), Total: ore(a.Total(), a.IsKnown()), Lapsed: int64(a.Lapsed), Recovered: int64(a.Recovered), Overbooked: int64(a.Overbooked)}
	for _, g := range a.Missing {
		j.Missing = append(j.Missing, gapJSON{g.Parameter, g.From, g.To})
	}
	j.Deadlines = &deadlinesJSON{known(dl.Dispatched), known(dl.Due), known(dl.Served), known(dl.LastDay), known(dl.Final), dl.Contested, known(dl.EarliestHandover)}
	j.Limitation = &limitationJSON{Last: known(lim.Last), Pending: lim.Pending, Barred: lim.Barred(v.on)}
	j.Standing = map[string]standing{}
	for _, m := range claim.Machines() {
		j.Standing[m.String()] = standing{v.standing.State(m), v.standing.Since(m)}
	}
	j.Contradiction = v.standing.Contradictions(a)
}

func (v *claimFacts) explainJSON(j *claimJSON) {
	from := v.unknownFrom()
	for i := range v.account.Steps {
		s := &v.account.Steps[i]
		isKnown := from == calendar.None || s.On < from
		step := stepJSON{On: s.On, From: known(s.From), Law: string(s.Law), Base: int64(s.Base), Ppm: s.Ppm, Days: s.Days, Amount: ore(s.Amount, s.Sort != claim.StepUnknown),
			Capital: int64(s.After.Capital()), Interest: ore(s.After.Interest, isKnown), Fee: int64(s.After.Fee), Cost: int64(s.After.Cost), Credit: int64(s.After.Credit)}
		switch s.Sort {
		case claim.StepDecided:
			step.What = claim.Decided.String()
		case claim.StepInterest:
			step.What, step.Rate = "interest", v.rate(s)
		case claim.StepUnknown:
			step.What, step.Rate = "interest", s.Parameter+" is missing"
		case claim.StepNotice:
			step.What = "notice_fee"
		default:
			step.What = v.events[s.Event].Kind.String()
		}
		j.Steps = append(j.Steps, step)
	}
	for i := range v.account.Payments {
		p := &v.account.Payments[i]
		parts := map[string]int64{}
		for _, part := range []claim.Part{claim.Cost, claim.Fee, claim.Interest, claim.Charge, claim.Principal, claim.Credit} {
			if sum := p.Parts.Of(part); sum != 0 {
				parts[part.String()] = int64(sum)
			}
		}
		if sum := p.Parts.Of(claim.NoPart); sum != 0 {
			parts["lapsed"] = int64(sum)
		}
		j.Payments = append(j.Payments, paymentJSON{v.events[p.Event].OccurredOn, int64(p.Amount), int64(p.Undone), parts, v.why(p)})
	}
	for _, link := range v.limitation.Chain {
		j.Limitation.Chain = append(j.Limitation.Chain, linkJSON{link.On, linkReasons[link.Why], string(link.Law), known(link.Last)})
	}
	for i := range v.options {
		o := &v.options[i]
		if rule, why, source := refused(o); rule == "" {
			j.May = append(j.May, o.Kind.String())
		} else {
			j.MayNot = append(j.MayNot, refusedJSON{o.Kind.String(), rule, why, source})
		}
	}
}
