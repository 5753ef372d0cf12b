package staff

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"balans/law/calendar"
	"balans/recover/claim"
	"balans/recover/position"
	"balans/recover/service"
)

// acts is everything that can be done from a claim's page, in the order it is offered.
var acts = slices.Concat(serviceActs, planActs, reliefActs, setoffActs, collectingActs, enforcementActs, moneyActs, decisionActs, reviewActs)

func actNamed(name string) *act {
	for i := range acts {
		if acts[i].name == name {
			return &acts[i]
		}
	}
	return nil
}

// isAct reports whether a kind of the claim's options is one of the acts.
func isAct(k claim.Kind) bool {
	return slices.ContainsFunc(acts, func(a act) bool { return slices.Contains(a.kinds, k) })
}

// filledAs is changes of what stands in a form, name by name.
func filledAs(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

// allAs is one plainest form.
func allAs(pairs ...string) func(*acting) []url.Values {
	return func(*acting) []url.Values { return []url.Values{filledAs(pairs...)} }
}

// eachOf is a plainest form for each value of a field.
func eachOf(name string, values []string, pairs ...string) func(*acting) []url.Values {
	return func(*acting) (all []url.Values) {
		for _, v := range values {
			all = append(all, filledAs(append([]string{name, v}, pairs...)...))
		}
		return all
	}
}

// eachDebtor is plainest forms for each of the debtors.
func eachDebtor(plainest func(*acting) []url.Values) func(*acting) []url.Values {
	return func(x *acting) (all []url.Values) {
		for n := range x.life.decision.Debtors {
			for _, v := range plainest(x) {
				v.Set("act_debtor", strconv.Itoa(n+1))
				all = append(all, v)
			}
		}
		return all
	}
}

// record is the command that stores one event of the claim, as it is.
func (x *acting) record(e claim.Event) actRun {
	return func(ctx context.Context, errand position.Errand) (o actOutcome, err error) {
		c := position.Command{Errand: errand, Claims: []position.Claim{x.on}, Input: fmt.Sprint(e.CSV(x.on.ID)),
			Rule: func(d *position.Draft) error { return d.Add(d.Claims[0], e) }}
		o.Receipt, err = c.Do(ctx, x.s.journal)
		return o, err
	}
}

// forReason is details with a reason; nil without one.
func forReason(reason string) *claim.Details {
	if reason == "" {
		return nil
	}
	return &claim.Details{Until: calendar.None, First: calendar.None, Reason: reason}
}

// modeOptions are modes by their names.
func modeOptions(modes ...string) func(*acting) []option {
	return func(x *acting) (all []option) {
		for _, m := range modes {
			all = append(all, option{Value: m, Text: x.text.mode(m)})
		}
		return all
	}
}

// serviceActs is the service of the decision, debtor by debtor.
var serviceActs = []act{
	{name: "send", group: "service", kinds: []claim.Kind{claim.Dispatched, claim.ServiceAttempted}, law: "FL 33",
		fields: []actField{debtorField, onField, {name: "act_mode", sort: oneField, of: sendingModes, first: nextMode},
			{name: "act_told", sort: lineField, free: true}, {name: "act_estate", sort: tickField}, {name: "act_why", sort: sentencesField, free: true}},
		plainest: eachDebtor(eachOf("act_mode", []string{string(service.Ordinary), string(service.Forwarded)}, "act_estate", "yes")),
		build: func(x *acting) actRun {
			c := service.Send{Act: x.serve(), Mode: service.Mode(x.got.texts["act_mode"]), Told: x.got.texts["act_told"], Reason: x.got.texts["act_why"], Estate: x.is("act_estate")}
			return serviceRun(x, &c.Act, &c)
		}},
	{name: "receipt", group: "service", kinds: []claim.Kind{claim.Served}, law: "DELGL 16", fields: []actField{debtorField, onField, proofField},
		plainest: eachDebtor(allAs("act_proof", "-")),
		build: func(x *acting) actRun {
			c := service.Receipt{Act: x.serve(), Proof: x.got.texts["act_proof"]}
			return serviceRun(x, &c.Act, &c)
		}},
	{name: "read_out", group: "service", law: "DELGL 19", fields: []actField{debtorField, onField, proofField},
		plainest: eachDebtor(allAs("act_proof", "-")),
		build: func(x *acting) actRun {
			c := service.ReadOut{Act: x.serve(), Proof: x.got.texts["act_proof"]}
			return serviceRun(x, &c.Act, &c)
		}},
	{name: "handed_over", group: "service", law: "DELGL 31", fields: []actField{debtorField, onField, proofField},
		plainest: eachDebtor(allAs("act_proof", "-")),
		build: func(x *acting) actRun {
			c := service.HandedOver{Act: x.serve(), Proof: x.got.texts["act_proof"]}
			return serviceRun(x, &c.Act, &c)
		}},
	{name: "take_effect", group: "service", law: "DELGL 22", fields: []actField{debtorField, onField}, plainest: eachDebtor(allAs()),
		build: func(x *acting) actRun { c := service.TakeEffect{Act: x.serve()}; return serviceRun(x, &c.Act, &c) }},
	{name: "mail_back", group: "service", law: "SFB 113:19", fields: []actField{debtorField, onField}, plainest: eachDebtor(allAs()),
		build: func(x *acting) actRun { c := service.MailBack{Act: x.serve()}; return serviceRun(x, &c.Act, &c) }},
	{name: "no_receipt", group: "service", law: "DELGL 16", fields: []actField{debtorField, onField}, plainest: eachDebtor(allAs()),
		build: func(x *acting) actRun { c := service.NoReceipt{Act: x.serve()}; return serviceRun(x, &c.Act, &c) }},
	{name: "address_found", group: "service", fields: []actField{debtorField, onField, {name: "act_source", sort: lineField}}, plainest: eachDebtor(allAs("act_source", "-")),
		build: func(x *acting) actRun {
			c := service.AddressFound{Act: x.serve(), Source: x.got.texts["act_source"]}
			return serviceRun(x, &c.Act, &c)
		}},
	{name: "not_served", group: "service", kinds: []claim.Kind{claim.RegisteredNotServed}, law: "SFB 113:19", fields: []actField{debtorField, onField}, plainest: eachDebtor(allAs()),
		build: func(x *acting) actRun {
			c := service.RegisterNotServed{Act: x.serve()}
			return serviceRun(x, &c.Act, &c)
		}},
}

func (x *acting) serve() service.Act {
	return service.Act{Claim: x.on, Debtor: x.debtor(), On: x.got.days["act_on"]}
}

// serviceRun carries out a command of service.
func serviceRun(x *acting, a *service.Act, c journalDoer) actRun {
	return func(ctx context.Context, e position.Errand) (o actOutcome, err error) {
		a.Errand = e
		o.Receipt, err = c.Do(ctx, x.s.journal)
		return o, err
	}
}

// sendingModes are the modes in which something is sent, and of which it is known when
// they take effect.
func sendingModes(x *acting) (all []option) {
	for _, r := range service.Modes() {
		if r.Proof != service.ByReading && r.Proof != service.Unknown {
			all = append(all, option{Value: string(r.Mode), Text: x.text.mode(string(r.Mode))})
		}
	}
	return all
}

// nextMode is the mode proposed for the first debtor who is to be sent the decision.
func nextMode(x *acting) string {
	p, err := service.ProcessOf(x.at)
	if err != nil { // a number of days is not known; the dry run says so
		return string(service.Ordinary)
	}
	for _, d := range p.Debtors {
		for _, step := range d.Next {
			if step.Kind == claim.Dispatched || step.Kind == claim.ServiceAttempted {
				return string(step.Mode)
			}
		}
	}
	return string(service.Ordinary)
}
