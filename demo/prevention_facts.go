package demo

import (
	"bytes"
	"fmt"
	"time"

	"balans/exchange/linecsv"
	"balans/exchange/registercsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// regular is a line of a benefit that runs by a decision.
type regular struct {
	id      string
	party   identity.Number
	benefit string
	gross   money.Amount
	tax     money.Amount
	hours   int32
	trouble trouble
}

// trouble is what is amiss with a running benefit.
type trouble uint8

const (
	none trouble = iota
	permitExpired
	permitRenewed
	permitRevoked
	expelled
	died
	worksAbroad
	movedAbroad
	foreignPension
	fewerHours
	hospital
	sharedAccount
	protectedIdentity
	troubles
)

// running makes the lines of a month's run.
func (p *prevention) running(n int) []regular {
	benefits := []struct {
		code  string
		gross int64
		taxed bool
	}{{"bostadsbidrag", 2_700, false}, {"omvardnadsbidrag", 6_125, true}, {"sjukersattning", 13_600, true}, {"underhallsstod", 1_823, false}, {"assistansersattning", 41_112, false}, {"barnbidrag", 1_250, false}}
	all := make([]regular, 0, n)
	for i := range n {
		c := chanceOf(p.seed, forPrevention+1<<37+uint64(i))
		b := benefits[c.below(len(benefits))]
		r := regular{id: fmt.Sprintf("M%05d", i+1), party: p.parent(p.parents - 1 - i), benefit: b.code, gross: money.Kronor(b.gross)}
		if b.taxed {
			r.tax = (r.gross * 3 / 10).RoundTo(money.Krona, money.Down)
		}
		if c.often(60) || i < int(troubles)*2 {
			r.trouble = trouble(1 + (i+c.below(2))%(int(troubles)-1))
		}
		if b.code == "assistansersattning" {
			r.hours = 12_000
		} else if r.trouble == fewerHours || r.trouble == hospital {
			r.trouble = none
		}
		if r.trouble == foreignPension && b.code != "sjukersattning" {
			r.trouble = none
		}
		all = append(all, r)
	}
	return all
}

func runningLines(all []regular) []linecsv.Record {
	lines := make([]linecsv.Record, len(all))
	for i := range all {
		r := &all[i]
		lines[i] = linecsv.Record{Payout: []byte(r.id), Party: r.party, Payee: r.party, Benefit: []byte(r.benefit), From: month(2025, time.April), To: calendar.New(2025, 4, 30), PayOn: monthPay,
			Account: payAccount(r.party), Gross: r.gross, Tax: r.tax, Hours: r.hours}
		if r.trouble == sharedAccount {
			lines[i].Account = []byte("00005555555555")
		}
	}
	return lines
}

// facts is what other agencies and the agency's own cases have told, as one file.
func (p *prevention) facts(days []vab, running []regular) (File, error) {
	var b bytes.Buffer
	w := registercsv.NewWriter(&b)
	n := 0
	add := func(kind, source string, party identity.Number, from, to calendar.Date, set func(*registercsv.Record)) error {
		n++
		r := registercsv.Record{Kind: kind, Source: source, ID: fmt.Sprintf("%s-%d", kind, n), Party: party, From: from, To: to}
		if set != nil {
			set(&r)
		}
		return w.Write(&r)
	}
	seen := map[identity.Number]bool{}
	for i := range days {
		v := &days[i]
		if seen[v.party] {
			continue
		}
		seen[v.party] = true
		if err := add("sgi", "forsakringskassan", v.party, calendar.New(2024, 1, 1), calendar.None, func(r *registercsv.Record) { r.Status, r.Amount, r.HasAmount = "employment", v.sgi, true }); err != nil {
			return File{}, err
		}
		if i%131 == 17 { // sick pay for a day that is claimed
			if err := add("sick-pay", "arbetsgivare", v.party, v.from, v.from, func(r *registercsv.Record) { r.Other = fmt.Sprintf("%d", int64(employerOf(i%employers))) }); err != nil {
				return File{}, err
			}
		}
	}
	for i := range running {
		if err := running[i].facts(add); err != nil {
			return File{}, err
		}
	}
	err := w.Flush()
	return File{Name: "uppgifter-2025-04-14.csv", Data: b.Bytes(), Received: calendar.New(2025, 4, 14)}, err
}

// facts tells what is amiss.
func (r *regular) facts(add func(kind, source string, party identity.Number, from, to calendar.Date, set func(*registercsv.Record)) error) error {
	permit := func(status string, from, to calendar.Date, ground string) error {
		return add("permit", "migrationsverket", r.party, from, to, func(x *registercsv.Record) { x.Status, x.Other = status, ground })
	}
	expiry := calendar.New(2025, 3, 20)
	switch r.trouble {
	case permitExpired:
		return permit("granted", expiry.AddYears(-2), expiry, "arbete")
	case permitRenewed:
		if err := permit("granted", expiry.AddYears(-2), expiry, "arbete"); err != nil {
			return err
		}
		return permit("renewal-applied", expiry.AddDays(-40), calendar.None, "arbete")
	case permitRevoked:
		if err := permit("granted", expiry.AddYears(-1), expiry.AddYears(2), "arbete"); err != nil {
			return err
		}
		return permit("revoked", calendar.New(2025, 4, 5), calendar.None, "")
	case expelled:
		return permit("expulsion", calendar.New(2025, 3, 31), calendar.None, "")
	case died:
		return add("population", "skatteverket", r.party, calendar.New(2025, 3, 12), calendar.None, func(x *registercsv.Record) { x.Status = "dead" })
	case worksAbroad:
		return add("legislation", "forsakringskassan", r.party, calendar.New(2025, 1, 1), calendar.New(2025, 12, 31), func(x *registercsv.Record) { x.Status, x.Other = "issued", "DK" })
	case movedAbroad:
		return add("population", "skatteverket", r.party, calendar.New(2025, 2, 1), calendar.None, func(x *registercsv.Record) { x.Status, x.Other = "emigrated", "NO" })
	case foreignPension:
		return add("foreign-income", "nav", r.party, calendar.New(2025, 4, 1), calendar.New(2025, 4, 30), func(x *registercsv.Record) {
			x.Status, x.Other, x.Amount, x.HasAmount = "pension", "NO", money.Kronor(4_800), true
		})
	case fewerHours:
		return add("assistance", "anordnare", r.party, calendar.New(2025, 4, 1), calendar.New(2025, 4, 30), func(x *registercsv.Record) { x.Other, x.Hours = "anordnaren", 9_200 })
	case hospital:
		return add("institution", "region", r.party, calendar.New(2025, 4, 7), calendar.New(2025, 4, 13), func(x *registercsv.Record) { x.Other = "sjukhus" })
	case protectedIdentity:
		return add("population", "skatteverket", r.party, calendar.New(2024, 6, 1), calendar.None, func(x *registercsv.Record) { x.Status = "protected" })
	}
	return nil
}
