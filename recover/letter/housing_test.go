package letter_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/letter"
)

func housingText(t testing.TB, h *letter.Housing) string {
	t.Helper()
	d, err := letter.Preview(h, letter.Recipient{Party: anna, As: letter.Self}, sender, day("2026-06-15"), 0)
	if err != nil {
		t.Fatal(err)
	}
	return plain(d)
}

// TestHousing_workedYears: final allowances that were worked out by hand, of a single parent with
// two children and 2 700 kronor a month paid in 2025.
func TestHousing_workedYears(t *testing.T) {
	part := janDec
	part.from, part.to = time.March, time.August
	told := []stretch{janDec, janDec}
	told[0].to, told[1].from, told[1].paid = time.June, time.July, kr(2300)
	for _, c := range []struct {
		name     string
		assessed int64
		months   []stretch
		final    money.Amount
		outcome  letter.HousingOutcome
		amount   int64
		title    string
	}{
		{"AV-1", 262_000, nil, kr(28_600), letter.HousingClaim, 3800, "du ska betala tillbaka 3\u00a0800\u00a0kronor"},
		{"AV-2", 244_500, nil, kr(32_100), letter.HousingNone, 0, "inget att betala och inget att få"},
		{"AV-3", 240_000, nil, kr(33_000), letter.HousingNone, 0, "inget att betala och inget att få"},
		{"AV-4", 226_000, nil, kr(35_800), letter.HousingPayout, 3400, "du får 3\u00a0400\u00a0kronor"},
		{"AV-5", 249_000, nil, kr(31_200), letter.HousingClaim, 1200, "du ska betala tillbaka 1\u00a0200\u00a0kronor"},
		{"AV-6", 248_999, nil, kr(31_200) + 20, letter.HousingNone, 0, "inget att betala och inget att få"},
		{"AV-7", 300_000, []stretch{part}, kr(10_500), letter.HousingClaim, 5700, "du ska betala tillbaka 5\u00a0700\u00a0kronor"},
		{"AV-8", 264_000, told, kr(28_200), letter.HousingClaim, 1800, "du ska betala tillbaka 1\u00a0800\u00a0kronor"},
		{"AV-9", 264_000, nil, kr(28_200), letter.HousingClaim, 4200, "du ska betala tillbaka 4\u00a0200\u00a0kronor"},
		{"AV-10", 400_000, nil, 0, letter.HousingClaim, 32_400, "du ska betala tillbaka 32\u00a0400\u00a0kronor"},
	} {
		months := c.months
		if months == nil {
			months = []stretch{janDec}
		}
		h := worked(family(240_000, c.assessed), months...)
		if h.Final != c.final || h.Outcome != c.outcome || h.Amount != kr(c.amount) {
			t.Errorf("%s: worked out to %s, %s %s", c.name, h.Final, h.Outcome, h.Amount)
		}
		if got := housingText(t, h); !strings.Contains(got, c.title) || !strings.Contains(got, h.Final.Kronor()+"\u00a0kronor. Du har fått") {
			t.Errorf("%s does not say %q:\n%s", c.name, c.title, got)
		}
		h.Final += 20
		h.Difference += 20
		if _, err := order("L-1001", anna, h).Appends(0); err == nil {
			t.Errorf("%s: a final allowance that is not what the months add up to was taken", c.name)
		}
	}
}

// housings draws decisions as exact fractions give them, near the limits as often as not.
var housings = rapid.Custom(func(t *rapid.T) *letter.Housing {
	amount := func(most int, what string) money.Amount {
		return rapid.OneOf(rapid.Map(rapid.IntRange(0, most), func(n int) money.Amount { return kr(int64(n)) }), rapid.Map(rapid.IntRange(0, 100*most), func(n int) money.Amount { return money.Amount(n) })).Draw(t, what)
	}
	h := family(0, 0)
	h.Incomes[0].Stated, h.Incomes[0].Assessed = amount(400_000, "stated"), amount(400_000, "assessed")
	limits := [2]money.Amount{kr(150_000), kr(75_000)}
	spouses := rapid.Bool().Draw(t, "spouses")
	if h.Young = rapid.Bool().Draw(t, "young"); h.Young {
		h.SharePpm, h.DividedBy, limits = 0, 3, [2]money.Amount{kr(41_000), kr(58_000)}
		h.Incomes[0].Assessed = amount(100_000, "young assessed")
	}
	if spouses {
		h.Incomes = append(h.Incomes, letter.HousingIncome{Who: letter.HousingSpouse, Stated: amount(200_000, "spouse stated"), Assessed: amount(200_000, "spouse assessed"), AssessedOn: day("2026-06-01")})
	}
	var all []stretch
	month := rapid.IntRange(1, 6).Draw(t, "first")
	for month <= 12 {
		s := stretch{from: time.Month(month), to: time.Month(rapid.IntRange(month, 12).Draw(t, "last")), limit: limits[0], cost: amount(9000, "cost"), dwelling: amount(2600, "grant"), paid: amount(4000, "paid")}
		if !h.Young {
			s.children = amount(3000, "children")
		}
		if s.half = rapid.IntRange(0, 3).Draw(t, "half") == 0; s.half { // as half of what an odd number of öre is above the floor
			s.cost += 1 - s.cost%2
		}
		if s.spouses = spouses && (len(all) == 0 || rapid.Bool().Draw(t, "both")); s.spouses {
			s.limit = limits[1]
		}
		if s.young = !h.Young && rapid.IntRange(0, 4).Draw(t, "of the young") == 0; s.young {
			h.DividedBy, s.children, s.limit = 3, 0, kr(41_000)
		}
		all = append(all, s)
		month = int(s.to) + rapid.IntRange(1, 4).Draw(t, "step")
	}
	if !slices.ContainsFunc(all, func(s stretch) bool { return !s.young }) {
		h.SharePpm = 0
	}
	return worked(h, all...)
})

// TestHousing_exactYearsAreTaken: what exact fractions give, rounded once each, agrees with itself
// in every letter, says its sums, and can be printed; and one that is a krona off is refused.
func TestHousing_exactYearsAreTaken(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := housings.Draw(t, "housing")
		d, err := letter.Preview(h, letter.Recipient{Party: anna, As: letter.Self}, sender, day("2026-06-15"), 0)
		if err != nil {
			t.Fatalf("%v\n%+v", err, h)
		}
		got := plain(d)
		for _, a := range []money.Amount{h.Final, h.Paid, h.Difference} {
			if !strings.Contains(got, "| "+kronor(a)+"\n") && a != money.Krona {
				t.Fatalf("it does not say %s:\n%s", a, got)
			}
		}
		if err := d.PDF(new(bytes.Buffer)); err != nil {
			t.Fatal(err)
		}
		spoiled := *h
		spoiled.Months = append([]letter.HousingMonths(nil), h.Months...)
		m := &spoiled.Months[rapid.IntRange(0, len(h.Months)-1).Draw(t, "month")]
		switch rapid.IntRange(0, 4).Draw(t, "spoil") {
		case 0:
			spoiled.Amount += 2 * money.Krona
		case 1:
			m.Reduction += 3
		case 2:
			m.Paid++
		case 3:
			m.Final += 100
		case 4:
			spoiled.Final, spoiled.Difference = h.Final+100, h.Difference+100
		}
		if _, err := letter.Preview(&spoiled, letter.Recipient{Party: anna, As: letter.Self}, sender, day("2026-06-15"), 0); err == nil {
			t.Fatalf("numbers that do not agree were taken: %+v", spoiled)
		}
	})
}

// TestHousing_whatIsMissingIsTold: each fault by its field.
func TestHousing_whatIsMissingIsTold(t *testing.T) {
	spouses := func() *letter.Housing { return housingVariants()["-spouses"].(*letter.Housing) }
	payout := func() *letter.Housing { return housingVariants()["-payout"].(*letter.Housing) }
	for want, c := range map[string]struct {
		of    func() *letter.Housing
		spoil func(*letter.Housing)
	}{
		"claim":                   {housing, func(h *letter.Housing) { h.Claim = "" }},
		"case":                    {payout, func(h *letter.Housing) { h.Case = "" }},
		"from, to":                {housing, func(h *letter.Housing) { h.To-- }},
		"decided_on":              {housing, func(h *letter.Housing) { h.DecidedOn = day("2025-12-31") }},
		"until":                   {housing, func(h *letter.Housing) { h.Until = calendar.None }},
		"review_months":           {housing, func(h *letter.Housing) { h.ReviewMonths = 0 }},
		"report_days":             {housing, func(h *letter.Housing) { h.ReportDays = 0 }},
		"share_ppm":               {housing, func(h *letter.Housing) { h.SharePpm = 0 }},
		"divided_by":              {housing, func(h *letter.Housing) { h.Months[0].Young = true }},
		"incomes: they":           {housing, func(h *letter.Housing) { h.Incomes = nil }},
		"incomes: the spouse's":   {spouses, func(h *letter.Housing) { h.Incomes = h.Incomes[:1] }},
		"incomes[0].parts":        {spouses, func(h *letter.Housing) { h.Incomes[0].Parts.Wealth++ }},
		"incomes[1].assessed_on":  {spouses, func(h *letter.Housing) { h.Incomes[1].AssessedOn = day("2026-06-16") }},
		"incomes[0]: it cannot":   {housing, func(h *letter.Housing) { h.Incomes[0].Stated = -1 }},
		"months: there are none":  {housing, func(h *letter.Housing) { h.Months = nil }},
		"months[1]: it begins":    {spouses, func(h *letter.Housing) { h.Months[1].From = day("2025-05-01") }},
		"months[0]: 2025":         {housing, func(h *letter.Housing) { h.Months[0].From++ }},
		"months[0].count":         {housing, func(h *letter.Housing) { h.Months[0].Count = 11 }},
		"months[0]: no amount":    {housing, func(h *letter.Housing) { h.Months[0].Cost = -1 }},
		"months[0].reduction":     {housing, func(h *letter.Housing) { h.Incomes[0].Assessed += kr(1000) }},
		"months[0].below_minimum": {housing, func(h *letter.Housing) { h.Months[0].BelowMinimum = true }},
		"months[0].final: twelve": {housing, func(h *letter.Housing) { h.Minimum = kr(30_000) }},
		"minimum":                 {housing, func(h *letter.Housing) { h.Minimum = 0 }},
		"paid: the months":        {housing, func(h *letter.Housing) { h.Paid++ }},
		"difference":              {housing, func(h *letter.Housing) { h.Difference++ }},
		"limit":                   {housing, func(h *letter.Housing) { h.Limit = 0 }},
		"outcome: it is":          {housing, func(h *letter.Housing) { h.Outcome = "" }},
		"does not come to none":   {housing, func(h *letter.Housing) { h.Outcome, h.Amount = letter.HousingNone, 0 }},
		"does not come to payout": {housing, func(h *letter.Housing) { h.Outcome = letter.HousingPayout }},
		"amount: it is in whole":  {housing, func(h *letter.Housing) { h.Amount-- }},
		"charge: it is":           {housing, func(h *letter.Housing) { h.ChargeUnknown, h.Charge = true, 100 }},
		"due_on: the day":         {housing, func(h *letter.Housing) { h.DueOn = calendar.None }},
		"due_on: 2026-06-14":      {housing, func(h *letter.Housing) { h.DueOn = day("2026-06-14") }},
		"pay.account":             {housing, func(h *letter.Housing) { h.Pay.Account = "" }},
		"due_on, pay":             {payout, func(h *letter.Housing) { h.LateInterest = true }},
		"paid_on: 2026":           {payout, func(h *letter.Housing) { h.PaidOn = day("2026-06-14") }},
		"paid_on: nothing":        {housing, func(h *letter.Housing) { h.PaidOn = day("2026-07-14") }},
		"change.decided_on":       {housing, func(h *letter.Housing) { h.Change = &letter.HousingChange{Outcome: letter.HousingNone} }},
		"change.outcome":          {housing, func(h *letter.Housing) { h.Change = &letter.HousingChange{DecidedOn: h.DecidedOn} }},
		"change.amount": {housing, func(h *letter.Housing) {
			h.Change = &letter.HousingChange{DecidedOn: h.DecidedOn, Outcome: letter.HousingClaim}
		}},
		"outcome, amount: the diff": {housing, func(h *letter.Housing) { h.Limit = kr(4000) }},
	} {
		h := c.of()
		if _, err := order("L-1001", anna, h).Appends(0); err != nil {
			t.Fatal(err)
		}
		c.spoil(h)
		if _, err := order("L-1001", anna, h).Appends(0); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	if _, err := order("L-1001", anna, &letter.Housing{}).Appends(0); err == nil || strings.Count(err.Error(), ";") < 8 {
		t.Errorf("not all that is missing is told: %v", err)
	}
}

// TestHousing_saysWhatTheLawAsksFor: FL 32 and FL 33, and what a person can ask for, where it applies
// and nowhere else.
func TestHousing_saysWhatTheLawAsksFor(t *testing.T) {
	all := housingVariants()
	for name, f := range all {
		h := f.(*letter.Housing)
		got := housingText(t, h)
		says := func(words string, want bool) {
			t.Helper()
			if strings.Contains(got, words) != want {
				t.Errorf("%q: that it says %q is to be %v:\n%s", name, words, want, got)
			}
		}
		claim, payout := h.Outcome == letter.HousingClaim, h.Outcome == letter.HousingPayout
		for _, words := range []string{"fattades automatiskt den 15\u00a0juni\u00a02026", "Vi har inte frågat dig innan", "inom två månader från den dag då du fick", "113 kap. 19 §", "98 kap. 5 §", "98 kap. 6 §",
			"Skatteverket, om skatten", "CSN, om studiemedlen", "31\u00a0december\u00a02031", "senast efter 14 dagar", "Så minskar inkomsten"} {
			says(words, true)
		}
		for _, words := range []string{"Så ber du om eftergift", "avbetalningsplan", "anstånd", "108 kap. 9 §", "108 kap. 11, 12, 13 och 14 §§", "108 kap. 19 och 20 §§", pay.Reference, "Kronofogden"} {
			says(words, claim)
		}
		says("Så får du pengarna", payout)
		says("97 kap. 15 §", !h.Young)
		says("97 kap. 24 §", h.Young || name == "-both-forms")
		says("Vad som är nytt", h.Change != nil)
		says("98 kap. 9 §", h.Change != nil)
		says("partner", len(h.Incomes) > 1)
		says("lägger vi inte till", h.ChargeUnknown)
		says("ingen ränta på avgiften", claim && h.Charge != 0)
		says("tilläggsbidrag", h.Supplement != 0)
		if i, k := strings.Index(got, "Vi har beslutat"), strings.Index(got, "## "); i < 0 || i > k {
			t.Errorf("%q: the decision does not come first:\n%s", name, got)
		}
	}
	near := housing()
	near.Amount -= money.Krona
	if _, err := order("L-1001", anna, near).Appends(0); err == nil {
		t.Error("of a difference in whole kronor a krona less was claimed")
	}
	if _, fails := all["-change-falls"]; !fails || len(all) < 15 {
		t.Errorf("%d variants", len(all))
	}
}

// TestHousing_changeUnderAnotherReading: where the limit is held against the change alone, a small
// change alters nothing though the whole difference is large (SFB 98:9).
func TestHousing_changeUnderAnotherReading(t *testing.T) {
	was, h := worked(family(240_000, 262_000), janDec), worked(family(240_000, 263_000), janDec)
	h.Change = &letter.HousingChange{DecidedOn: day("2026-05-04"), Final: was.Final, Outcome: was.Outcome, Amount: was.Amount}
	h.Outcome, h.Amount = letter.HousingNone, 0
	got := housingText(t, paid(*h))
	if !strings.Contains(got, "Det ändras inte, för en skillnad som är mindre än 1\u00a0200\u00a0kronor") || !strings.Contains(got, "betala tillbaka 3\u00a0800\u00a0kronor för 2025") {
		t.Errorf("it does not say why nothing changes:\n%s", got)
	}
}
