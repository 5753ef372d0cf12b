package inquiry

import (
	"errors"
	"fmt"
	"strings"

	"balans/law/calendar"
	"balans/law/statute"
	"balans/prevent/sample"
	"balans/recover/claim"
	"balans/recover/letter"
)

// farthestYears is how many years back the agencies demand anything, in practice. It is no
// law: limitation of a claim begins with its decision or its due date.
const farthestYears = 10

// autoDays is how long an automatic answer on limitation holds: days go on passing.
const autoDays = 30

// Evaluate holds the rules of a step against the case on a day: what a person looks at
// before deciding, as data. It decides nothing.
func (c *Case) Evaluate(s Step, p *statute.Parameters, on calendar.Date) (all []Evaluation) {
	now := c.Current()
	if now.Basis == nil {
		return []Evaluation{{Rule: "basis", Outcome: "missing"}}
	}
	add := func(rule string, law statute.Ref, outcome string, inputs ...string) {
		all = append(all, Evaluation{rule, law, outcome, inputs})
	}
	switch s {
	case Facts:
		r := c.reckon(on, false)
		add("paid-less-entitled", "SFB 108:2", outcomeOf(r.Wrong > 0, "wrong", "right"), "paid="+r.Paid.String(), "entitled="+r.Entitled.String(), "wrong="+r.Wrong.String(), "short="+r.Short.String())
		if c.Signal.Control != "" {
			add("control", "SFB 110:13", c.Signal.Control+"/"+fmt.Sprint(c.Signal.Version), "says="+c.Signal.Says)
		}
	case Liability:
		c.evaluateLiability(add)
	case Waiver:
		add("special-reasons", "SFB 108:11", "to be examined on the agency's own motion")
		if lia := c.last(Liability); lia != nil {
			for i := range lia.Spans {
				if t, ok := claim.ParseType(lia.Spans[i].Ground); ok && strict(t) {
					add("ability-to-pay", "SFB 108:12", "weighs particularly")
					add("told-of-the-change", "SFB 108:14", "only when it was, or the person should not have understood")
					if lia.Spans[i].Knowing {
						add("wrong-information", "SFB 108:13", "no waiver")
					}
				}
			}
		}
		if len(c.Reports) > 0 {
			add("suspected-crime", "SFB 108:11", "very strong reasons are needed", "reports="+fmt.Sprint(len(c.Reports)))
		}
	case Limitation:
		for i := range now.Lines {
			l := &now.Lines[i]
			if l.Wrong() > 0 && l.From < on.AddYears(-farthestYears) {
				add("ten-years", "", "older than the agencies demand in practice", "from="+l.From.String())
			}
		}
		if len(all) == 0 {
			add("ten-years", "", "open", "years="+fmt.Sprint(farthestYears))
		}
	case Sum:
		c.evaluateSum(p, on, add)
	case Parties:
		if e := c.Enriched; e != nil {
			add("minor", "SFB 108:9a", outcomeOf(e.Minor, "the guardians owe it", "no"))
			add("deceased", "", outcomeOf(e.Deceased, "the estate owes it", "no"))
			add("protected", "OSL 22:1", outcomeOf(e.Protected, "letters go by forwarding", "no"))
		}
		if payees := c.payeesWithout(&Assessment{}); len(payees) > 1 {
			add("several-payees", "SFB 108:9a", "each owes what they got", "payees="+fmt.Sprint(len(payees)))
		}
	}
	return all
}

func (c *Case) evaluateLiability(add func(rule string, law statute.Ref, outcome string, inputs ...string)) {
	switch t := inferredGround(c); {
	case strict(t):
		add("strict", t.Rule().Law, "liable whoever caused it", "ground="+t.String())
	case t == claim.Maintenance:
		add("strict", "SFB 108:8", "liable whoever caused it", "ground="+t.String())
	default:
		cause, by := string(c.Cause), c.Cause == sample.Applicant
		if facts := c.last(Facts); facts != nil && facts.Cause != "" { // what has been found out goes before what was believed
			cause, by = string(facts.Cause), facts.Cause == letter.CauseWrongInformation || facts.Cause == letter.CauseNotReported
		}
		add("caused-by-the-person", "SFB 108:2 st.1", outcomeOf(by, "liable", "not shown"), "cause="+cause)
		add("bad-faith", "SFB 108:2 st.2", "did they realise it, or should they have", "cause="+cause)
	}
}

func (c *Case) evaluateSum(p *statute.Parameters, on calendar.Date, add func(rule string, law statute.Ref, outcome string, inputs ...string)) {
	r := c.reckon(on, false)
	add("gross", "", "the sum is demanded before tax", "repay="+r.Repay.String(), "tax="+r.Tax.String(), "net="+r.Net().String())
	sum, limit, law, err := c.againstLimit(p, on)
	var missing *statute.MissingError
	switch {
	case errors.As(err, &missing):
		add("least-amount", law, "not known for the day, and so not held against the case")
	case err != nil:
		add("least-amount", law, "could not be read: "+err.Error())
	default:
		add("least-amount", law, outcomeOf(sum < limit, "below the limit", "reached"), "limit="+limit.String(), "sum="+sum.String())
	}
}

func outcomeOf(holds bool, yes, no string) string {
	if holds {
		return yes
	}
	return no
}

// strict are the grounds of SFB 108:9: a settlement, whoever caused it.
func strict(t claim.Type) bool {
	return t == claim.SicknessAvrakning || t == claim.HousingSettlement || t == claim.HousingOther
}

// inferredGround is the ground the benefit and the signal point to.
func inferredGround(c *Case) claim.Type {
	origin := claim.Manual
	if c.Signal.Source == FromReconcile {
		origin = claim.Settlement
	}
	return claim.TypeOf(&claim.Decision{Benefit: c.Benefit, Origin: origin})
}

// Whole is a span over all days of the basis with one answer.
func (c *Case) Whole(answer, reason string) []Span {
	now := c.Current()
	if now.Basis == nil {
		return nil
	}
	s := Span{From: now.Lines[0].From, To: now.Lines[0].To, Answer: answer, Reason: reason}
	for i := range now.Lines {
		s.From, s.To = min(s.From, now.Lines[i].From), max(s.To, now.Lines[i].To)
	}
	return []Span{s}
}

// Payees is each payee of the basis owing what they got themselves.
func (c *Case) Payees() (all []Recipient) {
	for _, p := range c.payeesWithout(&Assessment{}) {
		all = append(all, Recipient{Payee: p, Debtors: []Debtor{{Number: p}}})
	}
	return all
}

// refuseMissing is a Refusal that names what is missing.
func refuseMissing(en, sv string, keys []string) error {
	var e, s []string
	for _, k := range keys {
		w := missing[k]
		e, s = append(e, w[1]), append(s, w[0])
	}
	return &Refusal{"state", en + strings.Join(e, ", "), sv + strings.Join(s, ", ")}
}

// MissingWords is what a key of Reckoning.Missing means, in Swedish and in English.
func MissingWords(key string) (sv, en string) { return missing[key][0], missing[key][1] }

var missing = map[string][2]string{
	"basis": {"underlag saknas", "there is no basis"}, "annulled": {"underlaget är återtaget", "the basis has been withdrawn"},
	"blocked": {"underlaget är spärrat av sin källa", "the basis is blocked by its source"}, "stop": {"ärendet är stoppat", "the case is stopped"},
	"step.facts": {"steget fakta", "the step facts"}, "step.liability": {"steget återbetalningsskyldighet", "the step liability"}, "step.waiver": {"steget eftergift", "the step waiver"},
	"step.limitation": {"steget hur långt tillbaka", "the step how far back"}, "step.amount": {"steget belopp", "the step amount"}, "step.parties": {"steget parter", "the step parties"},
	"result": {"något dygn är inte besvarat", "a day has no answer"}, "hearing": {"kommunicering", "hearing"}, "hearing.open": {"svarstiden har inte gått ut", "the time to answer has not passed"},
	"hearing.amount": {"beloppet är högre än det som kommunicerades", "the amount is higher than the person was heard on"},
	"hearing.party":  {"någon som skulle bli skyldig har inte fått yttra sig", "somebody who would owe has not been heard"},
	"hearing.ground": {"grunden är en annan än den som kommunicerades", "the ground is another than the person was heard on"},
}
