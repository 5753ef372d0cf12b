package staff

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/control"
	"balans/prevent/payout"
	"balans/prevent/register"
	"balans/prevent/sample"
	"balans/recover/inquiry"
)

// smallPlan is a control plan with a control for each stage and a sample.
const smallPlan = `plan kontrollplan-2025
  name Kontrollplan <2025>
  from 2025-01-01
  to 2025-12-31
  budget 10 000
risk vab
  area Arbete under tillfällig föräldrapenning
  benefit tillfallig-foraldrapenning
  cause applicant
  likelihood 16 %
  cost 800 000 000
  says Uppgift 2025: 16 procent av ansökningarna innehåller fel.
risk avlidna
  area Utbetalning efter dödsfall
  benefit bostadsbidrag
  cause unknown
risk orort
  area Ingen kontroll möter den här
  benefit barnbidrag
  cause agency
control tfp-absence
  meets vab
  stage before
  tolerance 1 %
  expires 30
  task-cost 420
  check-cost 0,05
control application-time
  meets vab
  stage before
  select gross >= 2000
  weight 2 when days >= 2
  weight 1 when findings > 0
  threshold 2
  expires 60
  task-cost 160
control tfp-absence
  meets vab
  stage after
  tolerance 1 %
  expires 120
  task-cost 650
control death
  meets avlidna
  stage during
  task-cost 90
sample slump
  meets vab
  benefit tillfallig-foraldrapenning
  size 4
  seed vab 2025 kvartal 1
  expires 180
  task-cost 1 150
`

// employerOf is who employs in these tests: one of Skatteverket's examples.
const employerOf = identity.Number(165560269986)

// guarded is the small agency with controls of payouts before, during and after payment.
// Person 21 has no absence reported, 22 applied late, 23 agrees, 24 has a protected
// identity, 25 has no employer, 29 is paid
// for the child 33, whose identity was protected after that, and 31 has died.
func guarded(t testing.TB) *agency {
	t.Helper()
	a := newAgency(t, smallAgency...)
	tellFacts(t, a)
	vab := func(id string, n int, from, to string, applied, pay string, kronor int) string {
		return fmt.Sprintf("%s;%s;;tillfallig-foraldrapenning;%s;%s;%d;100;employee;0;;%s;%s;;%d;%d;\n", id, person(t, n), from, to, int(day(t, to)-day(t, from))+1, applied, pay, kronor, kronor*3/10)
	}
	planLines(t, a, "2025-02-vab", "2025-02-20", "2025-02-10",
		vab("A1", 21, "2025-01-13", "2025-01-14", "2025-01-20", "2025-02-20", 2000), vab("A2", 23, "2025-01-13", "2025-01-14", "2025-01-20", "2025-02-20", 2000),
		vab("A3", 26, "2025-01-20", "2025-01-20", "2025-01-27", "2025-02-20", 1000), vab("A4", 27, "2025-01-20", "2025-01-20", "2025-01-27", "2025-02-20", 1100),
		vab("A5", 28, "2025-01-20", "2025-01-21", "2025-01-27", "2025-02-20", 1900))
	planLines(t, a, "2025-04-vab", "2025-04-28", "2025-04-14",
		vab("P1", 21, "2025-02-10", "2025-02-12", "2025-03-01", "2025-04-28", 3000), vab("P2", 22, "2025-01-07", "2025-01-08", "2025-04-14", "2025-04-28", 2100),
		vab("P3", 23, "2025-02-10", "2025-02-10", "2025-03-01", "2025-04-28", 1000), vab("P4", 24, "2025-02-10", "2025-02-10", "2025-03-01", "2025-04-28", 1000),
		vab("P5", 25, "2025-02-10", "2025-02-10", "2025-03-01", "2025-04-28", 1000),
		fmt.Sprintf("P6;%s;;tillfallig-foraldrapenning;2025-02-10;2025-02-10;1;100;employee;0;%s;2025-03-01;2025-04-28;;1234;300;\n", person(t, 29), person(t, 33)))
	planLines(t, a, "2025-04-bostad", "2025-04-28", "2025-04-14",
		fmt.Sprintf("B1;%s;;bostadsbidrag;2025-04-01;2025-04-30;0;0;;0;;;2025-04-28;;3400;0;\n", person(t, 31)), fmt.Sprintf("B2;%s;;bostadsbidrag;2025-04-01;2025-04-30;0;0;;0;;;2025-04-28;;2000;0;\n", person(t, 32)))
	pay := payout.Payment{Run: "2025-02-vab", On: day(t, "2025-02-20"), Actor: "test"}
	if _, err := pay.Do(context.Background(), a.j); err != nil {
		t.Fatal(err)
	}
	plan, err := control.ParsePlan("plan.txt", smallPlan)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // an older version, and the one in use
		if _, err := control.Adopt(context.Background(), a.j, plan, control.By{Actor: "anna"}, false); err != nil {
			t.Fatal(err)
		}
		if plan, err = control.ParsePlan("plan.txt", strings.Replace(smallPlan, "budget 10 000", "budget 12 000", 1)); err != nil {
			t.Fatal(err)
		}
	}
	paid := calendar.Period{From: day(t, "2025-02-01"), To: day(t, "2025-02-28")}
	for _, asked := range []control.Asked{
		{ID: "vab-fore", Stage: control.Before, Payrun: "2025-04-vab", On: day(t, "2025-04-16")},
		{ID: "bostad", Stage: control.During, Payrun: "2025-04-bostad", On: day(t, "2025-04-17")},
		{ID: "vab-efter", Stage: control.After, Paid: paid, On: day(t, "2025-04-22")},
		{ID: "slump", Stage: control.After, Paid: paid, Sample: "slump", On: day(t, "2025-04-22")},
	} {
		control1(t, a, plan, asked)
	}
	return a
}

// tellFacts tells what employers and others know.
func tellFacts(t testing.TB, a *agency) {
	t.Helper()
	var b, absence strings.Builder
	b.WriteString("kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text\n")
	n := 0
	add := func(kind string, party identity.Number, from, to, status, other, amount string) {
		n++
		fmt.Fprintf(&b, "%s;prov;f%d;%012d;%s;%s;%s;%s;%s;;;2025-03-15;;\n", kind, n, int64(party), from, to, status, other, amount)
	}
	for _, month := range []string{"2024-10", "2024-11", "2024-12", "2025-01", "2025-02", "2025-03"} {
		add("declared", employerOf, month+"-01", "", "", "", "")
		for _, p := range []int{21, 22, 23, 26, 27, 28} {
			add("income", person(t, p), month+"-01", "", "", fmt.Sprintf("%012d", int64(employerOf)), "30000")
		}
	}
	add("population", person(t, 24), "2025-01-01", "", "protected", "", "")
	add("population", person(t, 33), "2025-04-18", "", "protected", "", "")
	add("population", person(t, 32), "2020-01-01", "", "child", fmt.Sprintf("%012d", int64(person(t, 33))), "")
	add("population", person(t, 31), "2025-03-20", "", "dead", "", "")
	add("account", person(t, 21), "2024-01-01", "", "", "00001234567", "")
	fmt.Fprintf(&b, "account;prov;f%d;%012d;2024-01-01;;;00007654321;;;;2025-03-20;;\n", n, int64(person(t, 21))) // the same fact told anew
	take(t, a, "uppgifter.csv", b.String())
	absence.WriteString("employer;period;party;day;spec;type;percent;hours;removed\n")
	for i, x := range []struct {
		n    int
		days string
	}{{22, "2025-01-07 2025-01-08"}, {23, "2025-01-13 2025-01-14 2025-02-10"}, {26, "2025-01-20"}, {27, "2025-01-20"}, {28, "2025-01-20 2025-01-21"}} {
		for k, d := range strings.Fields(x.days) {
			fmt.Fprintf(&absence, "%012d;%s;%s;%s;%d;TFP;100;;\n", int64(employerOf), d[:7], person(t, x.n), d, 10*i+k+1)
		}
	}
	take(t, a, "franvaro.csv", absence.String())
}

func take(t testing.TB, a *agency, name, text string) {
	t.Helper()
	r, err := (&register.Import{File: name, Reader: strings.NewReader(text), By: "test", Received: calendar.EndOfDay(day(t, "2025-04-10"))}).Run(context.Background(), a.j)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	_ = r
	if strings.Contains(text, "protected") { // what was set aside because of it is taken in too
		if _, err := (&register.Import{File: name, Reader: strings.NewReader(text), By: "test", Received: calendar.EndOfDay(day(t, "2025-04-10")), Protected: true}).Run(context.Background(), a.j); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

func planLines(t testing.TB, a *agency, run, pay, on string, lines ...string) {
	t.Helper()
	text := "payout;party;payee;benefit;from;to;days;extent;basis;hours;child;applied_on;pay_on;account;gross;tax;text\n" + strings.Join(lines, "")
	if _, err := (&payout.Planning{Run: run, PayOn: day(t, pay), On: day(t, on), File: run + ".csv", In: strings.NewReader(text), Actor: "test"}).Do(context.Background(), a.j); err != nil {
		t.Fatalf("%s: %v", run, err)
	}
}

// control1 makes and stores a run.
func control1(t testing.TB, a *agency, plan *control.Plan, asked control.Asked) {
	t.Helper()
	ctx := context.Background()
	asked.Plan, asked.Version, asked.By, asked.KnownAt = plan, 2, "johan", calendar.InstantOf(a.j.Now())
	facts, err := register.Read(ctx, a.j, asked.KnownAt)
	if err != nil {
		t.Fatal(err)
	}
	payouts, err := payout.ReadBook(ctx, a.j, asked.On.AddMonths(-13), payout.AsOf{Day: asked.On, Known: asked.KnownAt})
	if err != nil {
		t.Fatal(err)
	}
	sources := &control.Sources{Register: facts, Payouts: payouts, Law: a.Server.facts.Load().columns.LawBook().Parameters(asked.KnownAt)}
	lines, err := control.Population(payouts, &asked)
	if err != nil {
		t.Fatal(err)
	}
	var r *control.Result
	var draw *sample.Draw
	if asked.Sample != "" {
		r, draw, err = control.Draw(sources, &asked, lines)
	} else {
		r, err = control.Check(sources, &asked, lines, nil, true)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := control.Write(ctx, a.j, r, draw, nil); err != nil {
		t.Fatal(err)
	}
}

// judged says of a finding what is stated; kronor 0 refutes it.
func judged(t testing.TB, a *agency, run, id, rule string, n int, on string, kronor int64) {
	t.Helper()
	d := control.Judgement{Rule: rule, Verdict: control.Refuted, Reason: "Arbetsgivaren har svarat: det stämmer."}
	if kronor > 0 {
		d.Verdict, d.Amount, d.Cause, d.Intent, d.Reason = control.Confirmed, money.Kronor(kronor), sample.Applicant, sample.Unintended, "Arbetsgivaren intygar att personen <arbetade>."
	}
	if err := control.Judge(context.Background(), a.j, sayOf(t, run, id, n, on), d); err != nil {
		t.Fatal(err)
	}
}

func sayOf(t testing.TB, run, id string, n int, on string) control.Say {
	return control.Say{Party: int64(person(t, n)), Run: run, Payout: id, On: day(t, on), By: control.By{Actor: "demo-utredare", Cause: "test"}}
}

// settled is the guarded agency after some findings were judged: one stopped, one found
// late with a recovery case, and one judged twice.
func settled(t testing.TB) *agency {
	t.Helper()
	a := guarded(t)
	judged(t, a, "vab-fore", "P1", "tfp-absence", 21, "2025-04-23", 3000)
	judged(t, a, "vab-efter", "A1", "tfp-absence", 21, "2025-04-23", 2000)
	if _, err := inquiry.Open(context.Background(), a.j, sayOf(t, "vab-efter", "A1", 21, "2025-04-24"), "tfp-absence", ""); err != nil {
		t.Fatal(err)
	}
	judged(t, a, "bostad", "B1", "death", 31, "2025-04-23", 3400)
	judged(t, a, "bostad", "B1", "death", 31, "2025-04-24", 0)
	if err := control.Complain(context.Background(), a.j, sayOf(t, "vab-fore", "P1", 21, "2025-04-24"), "tfp-absence", "Jag var <hemma>."); err != nil {
		t.Fatal(err)
	}
	for i, x := range []struct {
		id string
		n  int
	}{{"A1", 21}, {"A2", 23}, {"A3", 26}, {"A4", 27}, {"A5", 28}} {
		if r := a.drawnIn(t, "slump", x.id); r {
			judged(t, a, "slump", x.id, "review", x.n, "2025-04-24", int64(i%2)*500)
		}
	}
	return a
}

// drawnIn reports whether a payout was drawn by a run.
func (a *agency) drawnIn(t testing.TB, run, id string) bool {
	t.Helper()
	b, err := control.Read(context.Background(), a.j)
	if err != nil {
		t.Fatal(err)
	}
	return b.Run(run).Finding(id, "review") != nil
}
