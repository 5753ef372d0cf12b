package claim_test

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
	"balans/recover/claim"
)

// lifeOf makes a decision and its events of a few words, as story does, and
// reads details: until:DATE first:DATE count:N mode:WORD debtor:1|2 ref:ID. The
// decision may say type:NAME and two, for two debtors.
func lifeOf(text string) (claim.Decision, []claim.Event) {
	parts := strings.Split(text, " | ")
	said := make([]string, len(parts))
	for i, p := range parts {
		var plain []string
		for _, word := range strings.Fields(p) {
			if !strings.Contains(word, ":") && word != "two" || strings.HasPrefix(word, "known:") {
				plain = append(plain, word)
			}
		}
		said[i] = strings.Join(plain, " ")
	}
	d, events := story(strings.Join(said, " | "))
	for word := range strings.FieldsSeq(parts[0]) {
		if name, ok := strings.CutPrefix(word, "type:"); ok {
			d.Type, _ = claim.ParseType(name)
		}
		if word == "two" {
			d.Debtors = append(d.Debtors, claim.Debtor{Number: 193501096998})
		}
	}
	byID := map[string]string{}
	for i, p := range parts[1:] {
		byID[fmt.Sprintf("e%d", i+1)] = p
	}
	for i := range events {
		addDetails(&d, &events[i], byID[events[i].ID])
	}
	return d, events
}

func addDetails(d *claim.Decision, e *claim.Event, words string) {
	x := claim.Details{Until: calendar.None, First: calendar.None}
	for word := range strings.FieldsSeq(words) {
		name, value, ok := strings.Cut(word, ":")
		if !ok {
			continue
		}
		switch name {
		case "until":
			x.Until = day(value)
		case "first":
			x.First = day(value)
		case "count":
			n, _ := strconv.Atoi(value)
			x.Count = int32(n)
		case "mode":
			e.Mode = value
		case "debtor":
			x.Debtor = identity.Number(193700000000)
			if n, _ := strconv.Atoi(value); n <= len(d.Debtors) {
				x.Debtor = d.Debtors[n-1].Number
			}
		}
	}
	if x != (claim.Details{Until: calendar.None, First: calendar.None}) {
		e.Details = &x
	}
}

// machineLaw is the law of the program.
var machineLaw = sync.OnceValue(func() *claim.Law {
	p, err := statute.Load()
	if err != nil {
		panic(err)
	}
	law, err := claim.NewLaw(p)
	if err != nil {
		panic(err)
	}
	return law
})

// standing is where a claim stands, with everything its machines go by.
func standing(d *claim.Decision, events []claim.Event, on calendar.Date) (claim.Standing, *claim.Account) {
	known := calendar.EndOfDay(day("2070-01-01"))
	law := machineLaw()
	a, err := claim.NewAccount(d, events, on, known, law, false)
	if err != nil {
		panic(err)
	}
	return claim.StandingOf(d, events, on, known, claim.DeadlinesOf(d, events, on, known, law), claim.LimitationOf(d, events, on, known, law), a), a
}

// public is a NEW claim: due 2023-06-05 (the 3rd is a Saturday), final on 2023-07-11.
const public = "NEW 2023-05-02 | dispatched 2023-05-04 | served 2023-05-08"

// civil is an OLD claim due 2021-06-03.
const (
	civil  = "OLD 2021-05-03 | dispatched 2021-05-04"
	asked  = civil + " | reminded 2021-06-21 | demanded 2021-07-12"
	title  = asked + " | order_applied 2021-08-02 | title_granted 2021-10-04"
	handed = public + " | handover_sent 2023-08-01 | handover_accepted 2023-08-02 | referred 2023-08-03"
)

// machineStories are lives that the tables let through, and where they lead.
var machineStories = []struct{ life, on, want string }{
	// The letter, the due date, final force.
	{"NEW 2023-05-02", "2023-05-01", "legal=draft service=not_sent collection=not_started"},
	{"NEW 2023-05-02", "2023-05-02", "legal=decided service=not_sent collection=not_started handover=none plan=none contest=none"},
	{"NEW 2023-05-02 | dispatched 2023-05-04", "2023-06-05", "service=sent collection=not_due"},
	{"NEW 2023-05-02 | dispatched 2023-05-04", "2023-06-06", "service=sent collection=overdue"},
	{"NEW 2023-05-02 | dispatched 2023-05-04 until:2023-06-12", "2023-06-12", "collection=not_due"},
	{public, "2023-07-10", "legal=decided service=served collection=overdue"},
	{public, "2023-07-11", "legal=final service=served collection=ready"},
	{"NEW 2023-05-02 | dispatched 2023-05-04 | served 2023-10-02", "2023-12-05", "legal=final collection=ready"},
	{public + " | reminded 2023-06-12", "2023-07-10", "collection=reminded"},
	{public + " | reminded 2023-06-12", "2023-07-11", "collection=ready"},

	// Hand-over and what follows.
	{public + " | handover_sent 2023-08-01", "2023-08-01", "collection=handover_sent handover=sent"},
	{public + " | handover_sent 2023-08-01 | handover_accepted 2023-08-02", "2023-08-02", "collection=handover_sent handover=accepted"},
	{handed, "2023-08-03", "collection=handed_over handover=booked"},
	{public + " | referred 2023-08-03", "2023-08-03", "collection=handed_over handover=booked"},
	{public + " | handover_sent 2023-08-01 | referred 2023-08-03", "2023-08-03", "collection=handed_over handover=booked"},
	{public + " | handover_sent 2023-08-01 | handover_refused 2023-08-02 mode:17", "2023-08-02", "collection=ready handover=refused"},
	{public + " | handover_sent 2023-08-01 | handover_accepted 2023-08-02 | handover_refused 2023-08-03", "2023-08-03", "collection=ready handover=refused"},
	{public + " | handover_sent 2023-08-01 | stay_ordered 2023-08-02 | handover_refused 2023-08-03", "2023-08-03", "collection=overdue handover=refused"},
	{public + " | handover_sent 2023-08-01 | handover_refused 2023-08-02 | handover_sent 2023-08-07", "2023-08-07", "collection=handover_sent handover=sent"},
	{public + " | handover_sent 2023-08-01 | handover_refused 2023-08-02 | annulled 2023-08-07", "2023-08-07", "collection=done handover=over"},
	{public + " | handover_sent 2023-08-01 | handover_refused 2023-08-02 | paid 2023-08-07 2000/1000", "2023-08-07", "collection=done handover=over"},
	{handed + " | message_sent 2023-09-01", "2023-09-01", "collection=handed_over handover=message_out"},
	{handed + " | message_sent 2023-09-01 | message_answered 2023-09-02", "2023-09-02", "collection=handed_over handover=booked"},
	{handed + " | respite_granted 2023-09-01 until:2024-03-01", "2023-09-02", "collection=handed_over handover=booked"},
	{handed + " | recall_asked 2023-09-01", "2023-09-01", "collection=recall_sent handover=recall_out"},
	{handed + " | recall_asked 2023-09-01 | recall_refused 2023-09-02", "2023-09-02", "collection=handed_over handover=booked"},
	{handed + " | recall_asked 2023-09-01 | returned 2023-09-02", "2023-09-02", "collection=returned handover=over"},
	{handed + " | message_sent 2023-09-01 | returned 2023-09-02", "2023-09-02", "collection=returned handover=over"},
	{handed + " | returned 2023-09-02 | handover_sent 2023-10-02 | referred 2023-10-03", "2023-10-03", "collection=handed_over handover=booked"},
	{handed + " | returned 2023-09-02 | referred 2023-10-03", "2023-10-03", "collection=handed_over handover=booked"},
	{handed + " | returned 2023-09-02 | reminded 2023-09-04", "2024-01-01", "collection=returned"},
	// What ends while Kronofogden has it is done when it has come back.
	{handed + " | annulled 2023-09-01", "2023-09-01", "legal=annulled collection=handed_over handover=booked"},
	{handed + " | annulled 2023-09-01 | recall_asked 2023-09-02 | returned 2023-09-04", "2023-09-04", "legal=annulled collection=done handover=over"},
	{public + " | handover_sent 2023-08-01 | paid 2023-08-02 2000/1000", "2023-08-02", "collection=handover_sent"},

	{handed + " | paid 2023-08-07 2000/1000 mode:kfm", "2023-08-07", "legal=final collection=handed_over handover=booked"},
	{handed + " | paid 2023-08-07 2000/1000 mode:kfm | returned 2023-08-08", "2023-08-08", "collection=done handover=over"},
	{title + " | referred 2021-10-11 | paid 2021-12-01 2000/1000 | recall_asked 2021-12-02", "2021-12-02", "collection=recall_sent handover=recall_out"},
	{asked + " | order_applied 2021-08-02 | paid 2021-08-16 2000/1000 | order_ended 2021-08-17", "2021-08-17", "collection=done"},

	// A court's stay.
	{public + " | stay_ordered 2023-07-20", "2023-07-20", "collection=overdue"},
	{public + " | stay_ordered 2023-07-20", "2023-09-20", "collection=overdue"},
	{public + " | stay_ordered 2023-07-20 | stay_ended 2023-08-01", "2023-08-01", "collection=ready"},

	// The civil track.
	{civil, "2021-06-04", "collection=overdue"},
	{civil + " | reminded 2021-06-21", "2024-06-21", "collection=reminded"},
	{civil + " | demanded 2021-06-21", "2021-06-21", "collection=demanded"},
	{asked + " | demanded 2021-08-02", "2021-08-02", "collection=demanded"},
	{asked + " | order_applied 2021-08-02", "2021-08-02", "collection=order_sought"},
	{asked + " | order_applied 2021-08-02 | order_disputed 2021-09-02", "2021-09-02", "collection=in_court"},
	{asked + " | order_applied 2021-08-02 | order_disputed 2021-09-02 | title_granted 2022-02-01", "2022-02-01", "collection=titled"},
	{asked + " | order_applied 2021-08-02 | order_disputed 2021-09-02 | order_ended 2022-02-01", "2022-02-01", "collection=demanded"},
	{asked + " | order_applied 2021-08-02 | order_ended 2022-02-01", "2022-02-01", "collection=demanded"},
	{title, "2021-10-04", "collection=titled handover=none"},
	{title + " | referred 2021-10-11", "2021-10-11", "collection=enforced handover=booked"},
	{title + " | referred 2021-10-11 | recall_asked 2021-11-01 | recall_refused 2021-11-02", "2021-11-02", "collection=enforced handover=booked"},
	{title + " | referred 2021-10-11 | returned 2022-11-01", "2022-11-01", "collection=returned handover=over"},
	{title + " | referred 2021-10-11 | returned 2022-11-01 | referred 2023-11-01", "2023-11-01", "collection=enforced handover=booked"},
	{"NEW 2023-05-02 type:mistaken_payment | demanded 2023-05-03", "2023-05-03", "collection=demanded"},
	{"NEW 2023-05-02 type:mistaken_payment | dispatched 2023-05-03 | served 2023-05-08 | demanded 2023-05-15", "2024-05-03", "collection=demanded legal=final"},
	{"OLD 2021-05-03 type:maintenance_debt | dispatched 2021-05-04 | served 2021-05-10 | handover_sent 2021-07-13", "2021-07-13", "collection=handover_sent"},

	// Plans.
	{public + " | plan_offered 2023-06-12 until:2023-06-26", "2023-06-26", "plan=offered collection=overdue"},
	{public + " | plan_offered 2023-06-12 until:2023-06-26", "2023-06-27", "plan=offer_gone collection=overdue"},
	{public + " | plan_offered 2023-06-12 until:2023-06-26 | plan_lapsed 2023-06-27", "2023-06-27", "plan=offer_gone"},
	{public + " | plan_offered 2023-06-12 | plan_lapsed 2023-06-27", "2023-06-27", "plan=offer_gone"},
	{public + " | plan_offered 2023-06-12 until:2023-06-26 | plan_agreed 2023-06-20", "2023-06-27", "plan=active collection=in_plan"},
	{public + " | plan_offered 2023-06-12 until:2023-06-26 | plan_agreed 2023-07-20", "2023-07-20", "plan=active collection=in_plan"},
	{public + " | plan_offered 2023-05-10 | paid 2023-05-12 1000", "2023-05-12", "plan=offer_gone collection=done"},
	{public + " | plan_agreed 2023-06-12", "2024-06-12", "plan=active collection=in_plan legal=final"},
	{public + " | plan_agreed 2023-05-10 | plan_ended 2023-05-11", "2023-05-11", "plan=over collection=not_due"},
	{public + " | plan_agreed 2023-05-10 | plan_ended 2023-05-11", "2023-06-06", "plan=over collection=overdue"},
	{public + " | plan_agreed 2023-06-12 | plan_breached 2023-07-03", "2023-07-03", "plan=in_breach collection=overdue"},
	{public + " | plan_agreed 2023-06-12 | plan_breached 2023-10-02", "2023-10-02", "plan=in_breach collection=ready"},
	{public + " | plan_agreed 2023-06-12 | plan_breached 2023-10-02 | plan_reinstated 2023-10-09", "2023-10-09", "plan=active collection=in_plan"},
	{public + " | plan_agreed 2023-06-12 | plan_breached 2023-10-02 | plan_ended 2023-10-16", "2023-10-16", "plan=over collection=ready"},
	{public + " | plan_agreed 2023-06-12 | plan_breached 2023-10-02 | plan_agreed 2023-10-16", "2023-10-16", "plan=active collection=in_plan"},
	{public + " | plan_agreed 2023-06-12 | plan_breached 2023-10-02 | paid 2023-10-16 2000/1000", "2023-10-16", "plan=in_breach collection=ready"}, // the plan rate is not known: no one can say it is paid
	{public + " | plan_agreed 2023-05-10 | paid 2023-05-12 1000", "2023-05-12", "plan=paid_up collection=done"},
	{public + " | plan_agreed 2023-05-10 | paid 2023-05-12 1000 | plan_ended 2023-05-12", "2023-05-12", "plan=over collection=done"},
	{public + " | plan_agreed 2023-05-10 | annulled 2023-05-12 | plan_ended 2023-05-12", "2023-05-12", "plan=over collection=done"},
	{public + " | plan_agreed 2023-05-10 | annulled 2023-05-12", "2023-05-12", "plan=over collection=done legal=annulled"},
	{title + " | plan_agreed 2021-11-01 | plan_ended 2022-02-01", "2022-02-01", "plan=over collection=titled"},
	{public + " | plan_agreed 2023-06-12 | plan_ended 2023-06-19", "2023-06-19", "plan=over collection=overdue"},
	{public + " | plan_agreed 2023-05-10 | plan_breached 2023-05-31", "2023-05-31", "plan=in_breach collection=not_due"},
	{public + " | plan_offered 2023-05-10 | annulled 2023-05-12", "2023-05-12", "plan=offer_gone collection=done"},
	{title + " | plan_agreed 2021-11-01 | plan_breached 2022-02-01", "2022-02-01", "plan=in_breach collection=titled"},
	{asked + " | plan_agreed 2021-11-01 | plan_ended 2022-02-01", "2022-02-01", "plan=over collection=demanded"},
	{asked + " | plan_agreed 2021-11-01 | plan_breached 2022-02-01", "2022-02-01", "plan=in_breach collection=demanded"},

	// Deferral, restructuring, pause.
	{public + " | deferral_granted 2023-05-20 until:2023-08-31", "2023-08-31", "collection=deferred legal=final"},
	{public + " | deferral_granted 2023-05-20 until:2023-08-31", "2023-09-01", "collection=ready"},
	{public + " | deferral_granted 2023-05-20 until:2023-08-31 | deferral_ended 2023-09-04", "2023-09-04", "collection=ready"},
	{public + " | deferral_granted 2023-05-20 until:2023-06-30", "2023-07-01", "collection=overdue"},
	{public + " | deferral_granted 2023-05-20 until:2023-05-31", "2023-06-01", "collection=not_due"},
	{public + " | deferral_granted 2023-05-20 | deferral_ended 2023-05-31", "2023-05-31", "collection=not_due"},
	{public + " | deferral_granted 2023-05-20 | deferral_ended 2023-06-30", "2023-06-30", "collection=overdue"},
	{public + " | deferral_granted 2023-05-20 until:2023-08-31 | plan_agreed 2023-06-12", "2023-09-02", "collection=in_plan plan=active"},
	{title + " | deferral_granted 2021-11-01 until:2022-01-31", "2022-02-01", "collection=titled"},
	{title + " | deferral_granted 2021-11-01 until:2022-01-31 | deferral_ended 2022-01-01", "2022-01-01", "collection=titled"},
	{asked + " | deferral_granted 2021-11-01 until:2022-01-31", "2022-02-01", "collection=demanded"},
	{asked + " | deferral_granted 2021-11-01 | deferral_ended 2022-01-01", "2022-01-01", "collection=demanded"},
	{public + " | plan_agreed 2023-06-12 | restructuring_started 2023-07-20", "2023-07-20", "collection=restructuring plan=over"},
	{public + " | plan_offered 2023-06-12 | restructuring_started 2023-07-20", "2023-07-20", "collection=restructuring plan=offer_gone"},
	{public + " | restructuring_started 2023-05-20 | restructuring_ended 2023-05-22", "2023-05-22", "collection=not_due"},
	{public + " | restructuring_started 2023-05-20 | restructuring_ended 2023-06-22", "2023-06-22", "collection=overdue"},
	{asked + " | restructuring_started 2021-11-01 | restructuring_ended 2022-01-01", "2022-01-01", "collection=demanded"},
	{title + " | restructuring_started 2021-11-01 | restructuring_ended 2022-01-01", "2022-01-01", "collection=titled"},
	{handed + " | restructuring_started 2023-10-02 | restructuring_ended 2023-11-02", "2023-11-02", "collection=handed_over"},
	{civil + " | paused 2021-09-01", "2023-09-01", "collection=paused"},
	{civil + " | paused 2021-09-01 | resumed 2022-09-01", "2022-09-01", "collection=overdue"},
	{asked + " | paused 2021-09-01 | resumed 2022-09-01", "2022-09-01", "collection=demanded"},
	{title + " | paused 2021-11-01 | resumed 2022-09-01", "2022-09-01", "collection=titled"},

	// How it ends. OLD: ten years. NEW: five years after the year it fell due.
	{public + " | paid 2023-06-01 1000", "2023-06-01", "legal=decided collection=done"},
	{public + " | paid 2023-06-01 1000", "2030-06-01", "legal=final collection=done"}, // what is paid does not fall to limitation
	{public + " | paid 2023-06-01 999", "2023-06-01", "collection=not_due"},
	{public + " | paid 2023-06-01 1000 | payment_reversed 2023-06-02 1000", "2023-06-02", "collection=not_due"},
	{public + " | changed 2023-06-01 600 | paid 2023-06-02 600", "2023-06-02", "legal=decided collection=done"},
	{public + " | waived 2023-06-01 300", "2023-06-01", "legal=decided collection=not_due"},
	{public + " | waived 2023-06-01", "2023-06-01", "legal=waived collection=done"},
	{public + " | annulled 2023-06-01", "2023-06-01", "legal=annulled collection=done"},
	{public + " | written_off 2023-06-01", "2023-06-01", "legal=written_off collection=done"},
	{public, "2028-12-31", "legal=final collection=ready"},
	{public, "2029-01-01", "legal=expired collection=done"},
	{public + " | limitation_extended 2028-06-01 count:5", "2029-01-01", "legal=final collection=ready"},
	{public + " | time_barred 2029-01-01", "2029-01-01", "legal=time_barred collection=done"},
	{public + " | plan_agreed 2023-06-12", "2029-01-01", "legal=expired collection=done plan=over"},
	{handed, "2029-01-01", "legal=expired collection=handed_over"},
	{handed + " | returned 2029-01-02", "2029-01-02", "legal=expired collection=done"},
	{civil, "2031-05-03", "legal=decided collection=overdue"},
	{civil, "2031-05-04", "legal=expired collection=done"},
	{title + " | referred 2021-10-11", "2040-01-01", "legal=decided collection=enforced"}, // pending

	// Service.
	{"NEW 2023-05-02 | dispatched 2023-05-04 | mail_returned 2023-05-12", "2023-05-12", "service=mail_back"},
	{"NEW 2023-05-02 | dispatched 2023-05-04 | service_failed 2023-05-29", "2023-05-29", "service=no_receipt"},
	{"NEW 2023-05-02 | dispatched 2023-05-04 | service_failed 2023-05-29 | mail_returned 2023-06-01", "2023-06-01", "service=mail_back"},
	{"NEW 2023-05-02 | dispatched 2023-05-04 | service_failed 2023-05-29 | service_attempted 2023-06-01", "2023-06-01", "service=sent"},
	{"NEW 2023-05-02 | dispatched 2023-05-04 | mail_returned 2023-05-12 | address_found 2023-05-20", "2023-05-20", "service=address_known"},
	{"NEW 2023-05-02 | dispatched 2023-05-04 | mail_returned 2023-05-12 | dispatched 2023-05-22", "2023-05-22", "service=sent"},
	{"NEW 2023-05-02 | dispatched 2023-05-04 | mail_returned 2023-05-12 | registered_not_served 2023-05-20", "2023-05-20", "service=not_served"},
	{"NEW 2023-05-02 | dispatched 2023-05-04 | mail_returned 2023-05-12 | registered_not_served 2023-05-20 | address_found 2024-05-20 | service_attempted 2024-05-21 | served 2024-05-28", "2024-05-28", "service=served"},
	{public + " | served 2023-06-12 | dispatched 2023-06-20 | mail_returned 2023-06-21", "2023-06-21", "service=served"},
	{"NEW 2023-05-02 two | dispatched 2023-05-04 | served 2023-05-08 debtor:1", "2023-07-11", "service=sent collection=overdue legal=decided"},
	{"NEW 2023-05-02 two | dispatched 2023-05-04 | served 2023-05-08 debtor:1 | mail_returned 2023-05-12 debtor:2", "2023-05-12", "service=mail_back"},
	{"NEW 2023-05-02 two | dispatched 2023-05-04 | served 2023-05-08 debtor:1 | mail_returned 2023-05-12", "2023-05-12", "service=mail_back"},
	{"NEW 2023-05-02 two | dispatched 2023-05-04 | served 2023-05-08 debtor:1 | served 2023-05-12 debtor:2", "2023-07-13", "service=served collection=ready legal=final"},
	{"NEW 2023-05-02 two | dispatched 2023-05-04 | served 2023-05-08", "2023-07-11", "service=served collection=ready legal=final"},

	// Contest.
	{public + " | reconsideration_asked 2023-06-01", "2023-12-01", "contest=reconsidering legal=decided collection=overdue"},
	{public + " | appealed 2023-06-01", "2023-12-01", "contest=reconsidering legal=decided"},
	{public + " | reconsideration_asked 2023-06-01 | reconsideration_decided 2023-09-01", "2023-09-01", "contest=decided"},
	{public + " | reconsideration_decided 2023-09-01", "2023-09-01", "contest=decided"},
	{public + " | reconsideration_asked 2023-06-01 | reconsideration_decided 2023-09-01 | review_served 2023-09-04", "2023-11-06", "contest=outcome_served legal=decided collection=overdue"},
	{public + " | reconsideration_asked 2023-06-01 | reconsideration_decided 2023-09-01 | review_served 2023-09-04", "2023-11-07", "contest=over legal=final collection=ready"},
	{public + " | reconsideration_asked 2023-06-01 | reconsideration_decided 2023-09-01 | review_served 2023-09-04 | appealed 2023-10-02 mode:forvaltningsratten", "2024-10-02", "contest=in_court legal=decided"},
	{public + " | reconsideration_asked 2023-06-01 | reconsideration_decided 2023-09-01 | appealed 2023-10-02 | judged 2024-03-01", "2024-03-01", "contest=decided"},
	{public + " | reconsideration_asked 2023-06-01 | reconsideration_decided 2023-09-01 | appealed 2023-10-02 | judged 2024-03-01 | review_served 2024-03-04 | appealed 2024-04-04", "2024-04-04", "contest=in_court"},
	{public + " | reconsideration_asked 2023-08-01", "2023-08-01", "contest=reconsidering legal=final collection=ready"}, // too late
}

func TestStanding_ofLivesTheTablesLetThrough(t *testing.T) {
	for _, x := range machineStories {
		d, events := lifeOf(x.life)
		s, a := standing(&d, events, day(x.on))
		if len(s.Unexpected) > 0 {
			t.Errorf("%s: no row lets %s through", x.life, events[s.Unexpected[0]].Kind)
		}
		wantStates(t, x.life+" on "+x.on, s, x.want)
		if faults := s.Contradictions(a); len(faults) > 0 {
			t.Errorf("%s: %s", x.life, strings.Join(faults, "; "))
		}
	}
}

func wantStates(t *testing.T, what string, s claim.Standing, want string) {
	t.Helper()
	is := map[string]string{}
	for _, m := range claim.Machines() {
		is[m.String()] = s.State(m)
	}
	for pair := range strings.FieldsSeq(want) {
		name, state, _ := strings.Cut(pair, "=")
		if is[name] != state {
			t.Errorf("%s: %s is %s, expected %s", what, name, is[name], state)
		}
	}
	for got, state := range map[string]string{"legal": s.Legal.String(), "service": s.Service.String(), "collection": s.Collection.String(),
		"handover": s.Handover.String(), "plan": s.Plan.String(), "contest": s.Contest.String()} {
		if is[got] != state {
			t.Errorf("%s: %s is %s and %s", what, got, is[got], state)
		}
	}
}

// Every way from one state to another is taken by one of the stories: for each
// kind or timer, to each state it leads to. Timers that only call for someone to
// record an event are left out: the event is the way. Between two events nothing
// moves but on the days that Strikes has announced.
func TestMachineStories_takeEveryWay(t *testing.T) {
	taken := map[string]bool{}
	for _, x := range machineStories {
		d, events := lifeOf(x.life)
		before, _ := standing(&d, nil, d.DecidedOn-1)
		for on, done := d.DecidedOn, 0; on <= day(x.on); {
			after, _ := standing(&d, events[:done], on)
			take(taken, before, after, "")
			for before = after; done < len(events) && events[done].OccurredOn == on; done++ {
				after, _ = standing(&d, events[:done+1], on)
				take(taken, before, after, eventName(&events[done]))
				before = after
			}
			next := day(x.on) + 1
			for _, s := range before.Strikes(nil) {
				if s.On > on {
					next = min(next, s.On)
				}
			}
			if done < len(events) {
				next = min(next, events[done].OccurredOn)
			}
			still, _ := standing(&d, events[:done], next-1)
			for _, m := range claim.Machines() {
				if before.State(m) != still.State(m) {
					t.Errorf("%s: %s moves from %s to %s between %s and %s, and nothing announced it", x.life, m, before.State(m), still.State(m), on, next)
				}
			}
			before, on = still, next
		}
	}
	booked := map[string]bool{"timer decision_day": true, "timer no_receipt": true, "timer served_by_law": true, "timer published": true, "timer breach_grace": true}
	for _, m := range claim.Machines() {
		for _, r := range claim.Transitions(m) {
			if key := way(m, r.By, r.To); r.From != r.To && !booked[r.By] && !taken[key] {
				taken[key] = true
				t.Errorf("no story takes the way %s", key)
			}
		}
	}
}

func eventName(e *claim.Event) string {
	if e.Kind == claim.Waived && e.Amount == 0 {
		return "waived (all that is left)"
	}
	return e.Kind.String()
}

func way(m claim.Machine, by, to string) string { return m.String() + ": " + by + " to " + to }

// take notes which rows lead from where a claim stood to where it stands now: a
// row of the event, or of a timer where the event does not govern the machine.
func take(taken map[string]bool, before, after claim.Standing, by string) {
	for _, m := range claim.Machines() {
		for _, r := range claim.Transitions(m) {
			strikes := r.Timer && (r.By != "timer legal_end" || !after.Legal.IsLive()) && (r.By != "timer settled" || after.Legal.IsLive() && after.Money.IsSettled())
			if r.From == before.State(m) && r.To == after.State(m) && r.From != r.To && (r.By == by || by == "" && r.By == "decided" || strikes) {
				taken[way(m, r.By, r.To)] = true
			}
		}
	}
}
