package staff

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"balans/journal"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/plan"
	"balans/recover/position"
)

// journalDoer is a command whose receipt is the journal's alone.
type journalDoer interface {
	Do(context.Context, *journal.Journal) (journal.Receipt, error)
}

// planDoer is a command about a plan.
type planDoer interface {
	Do(context.Context, *journal.Journal) (plan.Receipt, error)
}

// termFields are what is asked of a plan.
var termFields = []actField{
	{name: "act_plan", sort: lineField, first: nextPlan},
	{name: "act_claims", sort: claimsField},
	onField,
	{name: "act_asked", sort: pastDayField, first: onField.first},
	{name: "act_first", sort: anyDayField, first: firstInstalment},
	{name: "act_monthly", sort: kronorField, free: true},
	{name: "act_months", sort: countField, free: true, first: offeredMonths},
	{name: "act_amortise", sort: tickField},
	{name: "act_notices", sort: tickField},
	{name: "act_consulted", sort: tickField},
	{name: "act_fee", sort: kronorField, free: true},
	{name: "act_beside", sort: tickField},
	{name: "act_exception", sort: oneField, free: true, of: exceptionOptions},
	{name: "act_grounds", sort: sentencesField, free: true},
}

// plainPlan is the shortest plan there is: everything at once.
func plainPlan(x *acting) []url.Values {
	all := 2*x.life.account.Total() + money.Kronor(1000)
	return []url.Values{filledAs("act_months", "", "act_monthly", all.Kronor(), "act_first", (x.asked.today() + 1).String(), "act_until", x.asked.today().String(), "act_grounds", "-", "act_exception", "")}
}

// planActs is instalment plans.
var planActs = []act{
	{name: "plan_offer", group: "plan", kinds: []claim.Kind{claim.PlanOffered}, law: "HANTF 14", plainest: plainPlan,
		fields: append(append([]actField{}, termFields...), actField{name: "act_until", sort: anyDayField}),
		build: func(x *acting) actRun {
			c := plan.Offer{Plan: x.plan(x.got.texts["act_plan"], x.several()), Ask: x.askOf(), Until: x.got.days["act_until"]}
			return planRun(x, &c.Plan, &c)
		}},
	{name: "plan_agree", group: "plan", kinds: []claim.Kind{claim.PlanAgreed}, law: "HANTF 14", plainest: plainPlan, fields: termFields,
		build: func(x *acting) actRun {
			c := plan.Agree{Plan: x.plan(x.got.texts["act_plan"], x.several()), Ask: x.askOf()}
			return planRun(x, &c.Plan, &c)
		}},
	{name: "plan_renew", group: "plan", law: "HANTF 14", plainest: plainPlan, fields: termFields,
		build: func(x *acting) actRun {
			old, claims := x.currentPlan()
			x.got.claims = append(x.got.claims, claims...)
			c := plan.Renegotiate{Plan: x.plan(x.got.texts["act_plan"], x.severalOnce()), Old: old, Ask: x.askOf(), Reason: x.got.texts["act_grounds"]}
			return planRun(x, &c.Plan, &c)
		}},
	{name: "plan_recompute", group: "plan", law: "HANTF 14", fields: []actField{onField, {name: "act_exception", sort: oneField, free: true, of: exceptionOptions}, reasonField},
		plainest: allAs("act_reason", "-", "act_exception", string(plan.AdvantageOfState)),
		build: func(x *acting) actRun {
			c := plan.Recalculate{Plan: x.ownPlan(), Reason: x.got.texts["act_reason"], Exception: plan.Exception(x.got.texts["act_exception"])}
			return planRun(x, &c.Plan, &c)
		}},
	{name: "plan_breach", group: "plan", law: "SFB 108:19", fields: []actField{onField, payByField, reasonField}, plainest: allAs("act_reason", "-"),
		build: func(x *acting) actRun {
			c := plan.Breach{Plan: x.ownPlan(), Reason: x.got.texts["act_reason"]}
			return planRun(x, &c.Plan, &c)
		}},
	{name: "plan_reinstate", group: "plan", kinds: []claim.Kind{claim.PlanReinstated}, law: "SFB 108:16", fields: []actField{onField, reasonField}, plainest: allAs("act_reason", "-"),
		build: func(x *acting) actRun {
			c := plan.Reinstate{Plan: x.ownPlan(), Reason: x.got.texts["act_reason"]}
			return planRun(x, &c.Plan, &c)
		}},
	{name: "plan_end", group: "plan", kinds: []claim.Kind{claim.PlanEnded}, law: "SFB 108:19",
		fields:   []actField{onField, {name: "act_how", sort: oneField, of: modeOptions(plan.Cancelled, plan.Fulfilled)}, reasonField},
		plainest: eachOf("act_how", []string{plan.Cancelled, plan.Fulfilled}, "act_reason", "-"),
		build: func(x *acting) actRun {
			c := plan.End{Plan: x.ownPlan(), How: x.got.texts["act_how"], Reason: x.got.texts["act_reason"]}
			return planRun(x, &c.Plan, &c)
		}},
}

// planRun carries out a command about a plan.
func planRun(x *acting, p *plan.Plan, c planDoer) actRun {
	return func(ctx context.Context, e position.Errand) (o actOutcome, err error) {
		p.Errand = e
		r, err := c.Do(ctx, x.s.journal)
		return actOutcome{Receipt: r.Receipt, proposal: r.Proposal, notes: r.Notes}, err
	}
}

func (x *acting) plan(number string, claims []position.Claim) plan.Plan {
	if strings.ContainsAny(number, " ") {
		x.a.wrong("act_plan", "error.act.word", x.text("field.act_plan"))
	}
	return plan.Plan{Number: number, Claims: claims, On: x.got.days["act_on"]}
}

// ownPlan is the claim's latest plan with every claim that has it.
func (x *acting) ownPlan() plan.Plan {
	number, claims := x.currentPlan()
	x.got.claims = claims
	return x.plan(number, x.several())
}

// noPlan is the number of a plan that no claim has: it is typed by nobody, because a
// number is not empty, and a rule says what is missing.
const noPlan = "-"

// currentPlan is the number of the claim's latest plan, and the debtors' other claims
// that have it. A stream that cannot be read is not passed over: the command reads it
// again and says so.
func (x *acting) currentPlan() (number string, claims []position.Claim) {
	t := plan.Of(x.at)
	if t == nil || t.Number == "" {
		return noPlan, nil
	}
	for _, c := range x.others {
		stream, err := x.load(c)
		if err == nil {
			var cf *claimFile
			if cf, err = claimFileOf(stream); err == nil && !hasPlan(cf.events, t.Number) {
				continue
			}
		}
		claims = append(claims, c)
	}
	return t.Number, claims
}

// hasPlan reports whether the latest plan of the events has the number.
func hasPlan(events []claim.Event, number string) bool {
	has := false
	for i := range events {
		if events[i].Kind == claim.PlanAgreed {
			has = events[i].Detail().Ref == number
		}
	}
	return has
}

// severalOnce is the claims of the plan and those chosen beside it, each once.
func (x *acting) severalOnce() []position.Claim {
	seen, once := map[position.Claim]bool{}, []position.Claim(nil)
	for _, c := range x.got.claims {
		if !seen[c] {
			seen[c], once = true, append(once, c)
		}
	}
	x.got.claims = once
	return x.several()
}

// askOf is what is asked of the plan.
func (x *acting) askOf() plan.Ask {
	ask := plan.Ask{Asked: x.got.days["act_asked"], First: x.got.days["act_first"], Affordable: x.got.amounts["act_monthly"], Months: x.got.counts["act_months"],
		Amortise: x.is("act_amortise"), Notices: x.is("act_notices"), Consulted: x.is("act_consulted"), Fee: x.got.amounts["act_fee"], Others: x.is("act_beside"),
		Exception: plan.Exception(x.got.texts["act_exception"]), Reason: x.got.texts["act_grounds"]}
	if (ask.Affordable > 0) == (ask.Months > 0) {
		x.a.wrong("act_monthly", "error.act.either")
	}
	if ask.Exception != plan.NoException && ask.Reason == "" {
		x.a.wrong("act_grounds", "error.said.missing", x.text("field.act_grounds"))
	}
	return ask
}

func exceptionOptions(x *acting) (all []option) {
	for _, e := range []plan.Exception{plan.AdvantageOfState, plan.ExtraordinaryCase} {
		all = append(all, option{Value: string(e), Text: x.text("act.exception." + string(e))})
	}
	return all
}

// offer is the plan that is on offer and not agreed; nil when there is none.
func (x *acting) offer() *claim.Event {
	var open *claim.Event
	for i := range x.life.counted {
		switch e := &x.life.counted[i]; e.Kind {
		case claim.PlanOffered:
			open = e
		case claim.PlanAgreed, claim.PlanLapsed, claim.PlanEnded:
			open = nil
		}
	}
	return open
}

// nextPlan is the number of the plan on offer, or one that the claim has not had.
func nextPlan(x *acting) string {
	if o := x.offer(); o != nil && o.Detail().Ref != "" {
		return o.Detail().Ref
	}
	had := map[string]bool{}
	for i := range x.life.events {
		if k := x.life.events[i].Kind; k == claim.PlanAgreed || k == claim.PlanOffered {
			had[x.life.events[i].Detail().Ref] = true
		}
	}
	for n := 1; ; n++ {
		if number := fmt.Sprintf("P-%s-%d", strings.ReplaceAll(x.on.ID, " ", "-"), n); !had[number] {
			return number
		}
	}
}

// firstInstalment is that of the plan on offer while it is to come, or the end of next
// month.
func firstInstalment(x *acting) string {
	today := x.asked.today()
	if o := x.offer(); o != nil && o.Detail().First > today {
		return o.Detail().First.String()
	}
	return today.FirstOfMonth().AddMonths(1).EndOfMonth().String()
}

func offeredMonths(x *acting) string {
	if o := x.offer(); o != nil && o.Detail().Count > 0 {
		return strconv.Itoa(int(o.Detail().Count))
	}
	return ""
}

// reliefActs is deferrals.
var reliefActs = []act{
	{name: "defer", group: "plan", kinds: []claim.Kind{claim.DeferralGranted}, law: "HANTF 14",
		fields: []actField{onField, {name: "act_until", sort: anyDayField}, {name: "act_exception", sort: oneField, free: true, of: exceptionOptions}, reasonField},
		plainest: func(x *acting) []url.Values {
			return []url.Values{filledAs("act_until", (x.asked.today() + 1).String(), "act_exception", string(plan.AdvantageOfState), "act_reason", "-")}
		},
		build: func(x *acting) actRun {
			c := plan.Defer{Claim: x.on, On: x.got.days["act_on"], Until: x.got.days["act_until"], Exception: plan.Exception(x.got.texts["act_exception"]), Reason: x.got.texts["act_reason"]}
			return func(ctx context.Context, e position.Errand) (o actOutcome, err error) {
				c.Errand = e
				o.Receipt, err = c.Do(ctx, x.s.journal)
				return o, err
			}
		}},
	{name: "defer_end", group: "plan", kinds: []claim.Kind{claim.DeferralEnded}, law: "SFB 108:19", fields: []actField{onField, reasonField}, plainest: allAs("act_reason", "-"),
		build: func(x *acting) actRun {
			return x.record(claim.Event{Kind: claim.DeferralEnded, OccurredOn: x.got.days["act_on"], Details: forReason(x.got.texts["act_reason"])})
		}},
}

// What a waiver concerns: all that is owed, which ends the claim, or one of the balances.
const (
	wholeClaim = "all"
	fromStart  = "from_start" // principal, as if it had never been claimed
)

var waivedParts = []string{wholeClaim, claim.Principal.String(), fromStart, claim.Charge.String(), claim.Interest.String(), claim.Fee.String(), claim.Cost.String()}

func waivable(x *acting) (all []option) {
	for _, p := range waivedParts {
		all = append(all, option{Value: p, Text: x.text("act.part." + p)})
	}
	return all
}

// waiverGrounds are the paragraphs a waiver rests on.
func waiverGrounds(x *acting) (all []option) {
	for _, g := range []string{"SFB 108:11", "SFB 108:21", "HANTF 17"} {
		all = append(all, option{Value: g, Text: g + ", " + x.text("act.ground."+strings.ReplaceAll(g, " ", "_"))})
	}
	return all
}

// waiver gives up the claim or a part of it. Its reason begins with the paragraph.
func waiver(x *acting) actRun {
	part, amount := x.got.texts["act_part"], x.got.amounts["act_amount"]
	e := claim.Event{Kind: claim.Waived, OccurredOn: x.got.days["act_on"], Details: forReason(x.got.texts["act_ground"] + ": " + x.got.texts["act_reason"])}
	b := &x.life.account.Balances
	left := b.Total()
	switch {
	case part == wholeClaim && amount > 0:
		x.a.wrong("act_amount", "error.act.whole")
	case part != wholeClaim:
		e.ByLaw, e.Amount = true, amount
		if part == fromStart {
			e.Mode, part = fromStart, claim.Principal.String()
		}
		e.Details.Part, _ = claim.ParsePart(part)
		left = map[claim.Part]money.Amount{claim.Principal: b.Principal, claim.Charge: b.Charge, claim.Interest: b.Interest, claim.Fee: b.Fee, claim.Cost: b.Cost}[e.Details.Part]
	}
	switch {
	case left == 0 && x.life.account.IsKnown():
		x.a.wrong("act_part", "error.act.nothing")
	case amount > left:
		x.a.wrong("act_amount", "error.act.most", x.text("field.act_amount"), left.Kronor())
	}
	return x.record(e)
}
