package staff

import (
	"balans/law/calendar"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/enforcement"
)

// enforcementActs is what Kronofogden answers, and the civil track to a title.
var enforcementActs = []act{
	{name: "kfm_accept", group: "kfm", law: "UB 3:1", fields: []actField{onField, numberField},
		build: func(x *acting) actRun {
			c := enforcement.Accept{Measure: x.numbered()}
			return plainRun(x, &c.Errand, &c)
		}},
	{name: "kfm_refuse", group: "kfm", law: "UB 3:1", fields: []actField{onField, numberField, {name: "act_code", sort: oneField, of: codesFor(enforcement.OnHandover)}},
		build: func(x *acting) actRun {
			c := enforcement.Refuse{Measure: x.numbered(), Code: x.got.texts["act_code"]}
			return plainRun(x, &c.Errand, &c)
		}},
	{name: "kfm_book", group: "kfm", kinds: []claim.Kind{claim.Referred}, law: "UB 3:1", fields: []actField{onField, numberField},
		build: func(x *acting) actRun {
			c := enforcement.Book{Measure: x.numbered()}
			return plainRun(x, &c.Errand, &c)
		}},
	{name: "kfm_recalled", group: "kfm", law: "INDRL 1", fields: []actField{onField, numberField, {name: "act_refused", sort: oneField, free: true, of: codesFor(enforcement.OnRecall)}},
		build: func(x *acting) actRun {
			c := enforcement.RecallAnswer{Measure: x.numbered(), Granted: !x.is("act_refused"), Code: x.got.texts["act_refused"]}
			return plainRun(x, &c.Errand, &c)
		}},
	{name: "kfm_answer", group: "kfm", law: "INDRL 1", fields: []actField{onField, numberField, {name: "act_refused", sort: oneField, free: true, of: codesFor(enforcement.OnMessage)}},
		build: func(x *acting) actRun {
			c := enforcement.Answer{Measure: x.numbered(), Accepted: !x.is("act_refused"), Code: x.got.texts["act_refused"]}
			return plainRun(x, &c.Errand, &c)
		}},
	{name: "kfm_returned", group: "kfm", kinds: []claim.Kind{claim.Returned}, law: "UB 3:1", fields: []actField{onField, numberField, {name: "act_returned", sort: oneField, of: returns}},
		build: func(x *acting) actRun {
			c := enforcement.Returned{Measure: x.numbered(), Why: x.got.texts["act_returned"]}
			return plainRun(x, &c.Errand, &c)
		}},
	{name: "notice_received", group: "collect", law: "PRESKL 5", fields: []actField{debtorField, onField, proofField}, plainest: allAs("act_proof", "-", "act_debtor", "1"),
		build: func(x *acting) actRun {
			c := enforcement.NoticeReceived{Measure: x.measure(), Debtor: x.debtor(), Proof: x.got.texts["act_proof"]}
			return plainRun(x, &c.Errand, &c)
		}},
	{name: "order", group: "kfm", kinds: []claim.Kind{claim.OrderApplied}, law: "INKL 6", fields: []actField{onField, numberField, {name: "act_costs", sort: kronorField, free: true}},
		build: func(x *acting) actRun {
			c := enforcement.ApplyOrder{Measure: x.numbered(), Costs: x.got.amounts["act_costs"]}
			return plainRun(x, &c.Errand, &c)
		}},
	{name: "order_ended", group: "kfm", law: "PRESKL 7", fields: []actField{onField, numberField, {name: "act_ended", sort: oneField, of: modeOptions(enforcement.Withdrawn, enforcement.Dismissed, enforcement.WithoutNotice)}},
		build: func(x *acting) actRun {
			c := enforcement.OrderEnded{Measure: x.numbered(), How: x.got.texts["act_ended"]}
			return plainRun(x, &c.Errand, &c)
		}},
	{name: "title", group: "kfm", kinds: []claim.Kind{claim.TitleGranted}, law: "UB 3:1", fields: []actField{onField, numberField},
		build: func(x *acting) actRun {
			c := enforcement.Title{Measure: x.numbered()}
			return plainRun(x, &c.Errand, &c)
		}},
	{name: "enforce", group: "kfm", kinds: []claim.Kind{claim.Referred}, law: "UB 3:1", fields: []actField{onField, numberField, {name: "act_costs", sort: kronorField, free: true}},
		build: func(x *acting) actRun {
			c := enforcement.Enforce{Measure: x.numbered(), Fee: x.got.amounts["act_costs"]}
			return plainRun(x, &c.Errand, &c)
		}},
}

// numberField is the number of the case at Kronofogden or the court.
var numberField = actField{name: "act_number", sort: lineField, free: true}

func (x *acting) numbered() enforcement.Measure {
	m := x.measure()
	m.Number = x.got.texts["act_number"]
	return m
}

// codesFor are the codes that an answer may have.
func codesFor(answer string) func(*acting) []option {
	return func(x *acting) (all []option) {
		for _, c := range enforcement.Codes() {
			if _, ok := enforcement.CodeOf(c.Name, answer); ok {
				all = append(all, option{Value: c.Name, Text: x.text("act.code." + c.Name)})
			}
		}
		return all
	}
}

func returns(x *acting) (all []option) {
	for _, why := range []string{enforcement.ReturnedNoAssets, enforcement.ReturnedPaid, enforcement.ReturnedRecalled, enforcement.ReturnedWrittenOff} {
		all = append(all, option{Value: why, Text: x.text("act.returned." + why)})
	}
	return all
}

// reviewActs is what happens when the decision is contested.
var reviewActs = []act{
	review("reconsider_ask", claim.ReconsiderationAsked, "SFB 113:7"),
	review("reconsider_decide", claim.ReconsiderationDecided, "SFB 113:7", actField{name: "act_outcome", sort: oneField, of: modeOptions("unchanged", "changed", "annulled")}),
	review("appeal", claim.Appealed, "SFB 113:10", courtField),
	review("judge", claim.Judged, "SFB 113:16", courtField),
	review("review_served", claim.ReviewServed, "SFB 113:20"),
	review("stay", claim.StayOrdered, "FL 48", courtField),
	review("stay_end", claim.StayEnded, "FL 48"),
}

var courtField = actField{name: "act_court", sort: oneField, of: modeOptions("forvaltningsratten", "kammarratten", "hfd")}

// review is an act that stores what others did, as it is.
func review(name string, k claim.Kind, law statute.Ref, more ...actField) act {
	return act{name: name, group: "review", kinds: []claim.Kind{k}, law: law, fields: append([]actField{onField, numberField}, more...),
		build: func(x *acting) actRun {
			e := claim.Event{Kind: k, OccurredOn: x.got.days["act_on"], Mode: x.got.texts["act_outcome"] + x.got.texts["act_court"]}
			if ref := x.got.texts["act_number"]; ref != "" {
				e.Details = &claim.Details{Until: calendar.None, First: calendar.None, Ref: ref}
			}
			return x.record(e)
		}}
}
