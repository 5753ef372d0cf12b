package staff

import (
	"context"
	"slices"

	"balans/law/calendar"
	"balans/recover/claim"
	"balans/recover/enforcement"
	"balans/recover/position"
	"balans/recover/setoff"
)

// setoffActs is deductions from benefits.
var setoffActs = []act{
	{name: "setoff", group: "setoff", kinds: []claim.Kind{claim.SetoffStarted}, law: "SFB 108:22",
		fields:   []actField{onField, {name: "act_cap", sort: kronorField}, {name: "act_sum", sort: kronorField, free: true}, reasonField},
		plainest: allAs("act_cap", "1", "act_reason", "-"),
		build: func(x *acting) actRun {
			c := setoff.Decide{Claim: x.on, On: x.got.days["act_on"], Cap: x.got.amounts["act_cap"], Asked: x.got.amounts["act_sum"], Reason: x.got.texts["act_reason"]}
			return plainRun(x, &c.Errand, &c)
		}},
	{name: "setoff_end", group: "setoff", kinds: []claim.Kind{claim.SetoffEnded}, law: "SFB 108:22", fields: []actField{onField, reasonField}, plainest: allAs("act_reason", "-"),
		build: func(x *acting) actRun {
			c := setoff.End{Claim: x.on, On: x.got.days["act_on"], Reason: x.got.texts["act_reason"]}
			return plainRun(x, &c.Errand, &c)
		}},
	{name: "setoff_cancel", group: "setoff", law: "SFB 108:22", fields: []actField{onField, {name: "act_deduction", sort: oneField, of: deductions}, reasonField},
		plainest: allAs("act_reason", "-"),
		build: func(x *acting) actRun {
			c := setoff.Cancel{Payment: x.got.texts["act_deduction"], Claims: []position.Claim{x.on}, On: x.got.days["act_on"], Reason: x.got.texts["act_reason"]}
			return plainRun(x, &c.Errand, &c)
		}},
}

// plainRun carries out a command whose receipt is the journal's alone.
func plainRun(x *acting, errand *position.Errand, c journalDoer) actRun {
	return func(ctx context.Context, e position.Errand) (o actOutcome, err error) {
		*errand = e
		o.Receipt, err = c.Do(ctx, x.s.journal)
		return o, err
	}
}

// deductions are the benefit payments that the claim was paid from and that are not
// taken back.
func deductions(x *acting) (all []option) {
	for _, p := range x.outstanding() {
		ref := p.Detail().Ref
		if p.Mode == "setoff" && ref != "" && !slices.ContainsFunc(all, func(o option) bool { return o.Value == ref }) {
			all = append(all, option{Value: ref, Text: x.text("act.payment", ref, p.OccurredOn.String(), p.Amount.Kronor())})
		}
	}
	return all
}

// letterModes are how a letter goes.
var letterModes = []string{"letter", "electronic", "forwarded"}

var letterField = actField{name: "act_mode", sort: oneField, of: modeOptions(letterModes...), first: func(x *acting) string {
	if x.at.Has(claim.Protected) {
		return "forwarded"
	}
	return "letter"
}}

// collectingActs is what is done to have the claim paid.
var collectingActs = []act{
	{name: "remind", group: "collect", kinds: []claim.Kind{claim.Reminded}, fields: []actField{onField, letterField, payByField, {name: "act_fee", sort: kronorField, free: true}},
		plainest: eachOf("act_mode", letterModes),
		build: func(x *acting) actRun {
			c := enforcement.Remind{Measure: x.measure(), Mode: x.got.texts["act_mode"], Fee: x.got.amounts["act_fee"]}
			return plainRun(x, &c.Errand, &c)
		}},
	{name: "demand", group: "collect", kinds: []claim.Kind{claim.Demanded}, law: "INKL 5",
		fields: []actField{onField, letterField, {name: "act_account", sort: lineField, first: func(x *acting) string { return x.s.payTo }}, {name: "act_reference", sort: lineField, free: true}, {name: "act_fee", sort: kronorField, free: true},
			{name: "act_until", sort: anyDayField, free: true}},
		plainest: eachOf("act_mode", letterModes, "act_account", "-", "act_reference", "-"),
		build: func(x *acting) actRun {
			c := enforcement.SendDemand{Measure: x.measure(), Mode: x.got.texts["act_mode"], Fee: x.got.amounts["act_fee"], Until: x.dayOr("act_until", calendar.None),
				Pay: enforcement.PayTo{Account: x.got.texts["act_account"], Reference: x.got.texts["act_reference"]}}
			return func(ctx context.Context, e position.Errand) (actOutcome, error) {
				c.Errand = e
				r, err := c.Do(ctx, x.s.journal)
				return actOutcome{Receipt: r.Receipt}, err
			}
		}},
	{name: "handover", group: "collect", kinds: []claim.Kind{claim.HandoverSent}, law: "UB 3:1", fields: []actField{onField},
		build: func(x *acting) actRun {
			c := enforcement.HandOver{Measure: x.measure()}
			return func(ctx context.Context, e position.Errand) (o actOutcome, err error) {
				c.Errand = e
				r, err := c.Do(ctx, x.s.journal)
				if r.Handover != nil {
					o.notes = r.Handover.Notes
				}
				o.Receipt = r.Receipt
				return o, err
			}
		}},
	{name: "recall", group: "collect", kinds: []claim.Kind{claim.RecallAsked}, law: "INDRL 1", fields: []actField{onField, reasonField}, plainest: allAs("act_reason", "-"),
		build: func(x *acting) actRun {
			c := enforcement.Recall{Measure: x.measure(), Reason: x.got.texts["act_reason"]}
			return plainRun(x, &c.Errand, &c)
		}},
	{name: "tell", group: "collect", kinds: []claim.Kind{claim.MessageSent}, law: "INDRL 1", fields: []actField{onField, {name: "act_received", sort: kronorField, free: true}},
		plainest: eachOf("act_received", []string{"", "1"}),
		build: func(x *acting) actRun {
			c := enforcement.Tell{Measure: x.measure(), Received: x.got.amounts["act_received"]}
			return func(ctx context.Context, e position.Errand) (actOutcome, error) {
				c.Errand = e
				r, err := c.Do(ctx, x.s.journal)
				return actOutcome{Receipt: r.Receipt}, err
			}
		}},
	{name: "pause", group: "collect", kinds: []claim.Kind{claim.Paused}, law: "HANTF 15", fields: []actField{onField, reasonField}, plainest: allAs("act_reason", "-"),
		build: func(x *acting) actRun { return x.decide(claim.Paused) }},
	{name: "resume", group: "collect", kinds: []claim.Kind{claim.Resumed}, law: "HANTF 15", fields: []actField{onField, reasonField}, plainest: allAs("act_reason", "-"),
		build: func(x *acting) actRun { return x.decide(claim.Resumed) }},
}

func (x *acting) measure() enforcement.Measure {
	return enforcement.Measure{Claim: x.on, On: x.got.days["act_on"]}
}

// decide stores a decision that states its reason and nothing more.
func (x *acting) decide(k claim.Kind) actRun {
	return x.record(claim.Event{Kind: k, OccurredOn: x.got.days["act_on"], Details: forReason(x.got.texts["act_reason"])})
}

// decisionActs is what changes or ends the claim.
var decisionActs = []act{
	{name: "waive", group: "decision", kinds: []claim.Kind{claim.Waived}, law: "SFB 108:11",
		fields: []actField{onField, {name: "act_part", sort: oneField, of: waivable}, {name: "act_amount", sort: kronorField, free: true},
			{name: "act_ground", sort: oneField, of: waiverGrounds}, reasonField},
		plainest: eachOf("act_part", waivedParts, "act_reason", "-"), build: waiver},
	{name: "change", group: "decision", kinds: []claim.Kind{claim.Changed}, law: "SFB 113:7",
		fields:   []actField{onField, {name: "act_amount", sort: kronorField}, reasonField},
		plainest: allAs("act_amount", "0,01", "act_reason", "-"),
		build: func(x *acting) actRun {
			amount := x.got.amounts["act_amount"]
			if amount == x.life.state.Principal {
				x.a.wrong("act_amount", "error.act.same", x.text("field.act_amount"), amount.Kronor())
			}
			return x.record(claim.Event{Kind: claim.Changed, OccurredOn: x.got.days["act_on"], Amount: amount, ToPrincipal: amount, Details: forReason(x.got.texts["act_reason"])})
		}},
	{name: "annul", group: "decision", kinds: []claim.Kind{claim.Annulled}, law: "SFB 113:7", fields: []actField{onField, reasonField}, plainest: allAs("act_reason", "-"),
		build: func(x *acting) actRun { return x.decide(claim.Annulled) }},
	{name: "write_off", group: "decision", kinds: []claim.Kind{claim.WrittenOff}, law: "HANTF 17", fields: []actField{onField, reasonField}, plainest: allAs("act_reason", "-"),
		build: func(x *acting) actRun { return x.decide(claim.WrittenOff) }},
	{name: "time_bar", group: "decision", kinds: []claim.Kind{claim.TimeBarred}, fields: []actField{onField},
		build: func(x *acting) actRun { return x.decide(claim.TimeBarred) }},
}
