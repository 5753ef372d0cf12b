package demo

import (
	"fmt"

	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/appropriation"
	"balans/steer/directive"
)

// The year of the books, and the last month that is closed in them.
const (
	BookYear    = 2025
	ClosedMonth = 10
)

// profile is how a year's money falls over the months, in shares of their sum.
type profile [12]int64

var (
	evenly   = profile{100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100}
	sickness = profile{104, 100, 106, 101, 99, 97, 88, 90, 101, 106, 104, 104} // least in summer
	parental = profile{92, 90, 96, 95, 97, 118, 146, 118, 92, 88, 86, 82}      // most in summer
	child    = profile{108, 128, 126, 106, 98, 84, 46, 62, 108, 112, 112, 110} // follows infections
	autumn   = profile{70, 80, 90, 95, 100, 105, 70, 90, 120, 125, 125, 130}   // grants requested late
)

// spending is how an item is used: a share of its amount in thousandths, the months, the
// day of payment, how many runs a month and the mean payment. All of it is invented.
type spending struct {
	thousandths int64
	months      profile
	day, runs   int
	mean        money.Amount
}

// spendings are the items that are told apart; others are used evenly to 990 thousandths.
var spendings = map[directive.ItemID]spending{
	"UO9 1:4 ap.1":   {986, sickness, 12, 4, money.Kronor(1_450)},
	"UO9 1:7 ap.1":   {1024, evenly, 18, 1, money.Kronor(9_800)},
	"UO9 4:3 ap.1":   {941, autumn, 15, 1, money.Kronor(98_000)},
	"UO9 4:4 ap.1":   {1164, evenly, 21, 1, money.Kronor(168_000)}, // gross of what municipalities pay
	"UO10 1:1 ap.21": {1007, sickness, 25, 4, money.Kronor(11_900)},
	"UO10 1:1 ap.15": {1031, evenly, 25, 2, money.Kronor(4_200)},
	"UO10 1:1 ap.20": {947, autumn, 14, 2, money.Kronor(8_400)},
	"UO10 1:2 ap.5":  {993, evenly, 18, 1, money.Kronor(13_700)},
	"UO10 1:2 ap.6":  {1004, evenly, 18, 1, money.Kronor(4_900)},
	"UO10 1:4 ap.5":  {1009, evenly, 22, 1, money.Kronor(7_100)},
	"UO10 1:6 ap.3":  {998, evenly, 27, 1, money.Kronor(350_000)},
	"UO10 1:6 ap.5":  {961, autumn, 27, 1, money.Kronor(620_000)},
	"UO10 1:6 ap.8":  {874, autumn, 10, 1, money.Kronor(31_000)},
	"UO10 1:6 ap.9":  {983, sickness, 27, 1, money.Kronor(41_000)},
	"UO10 1:6 ap.10": {1000, profile{0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1}, 27, 1, money.Kronor(8_000_000)},
	"UO10 1:7 ap.1":  {1011, autumn, 12, 1, money.Kronor(64_000)},
	"UO10 2:1 ap.1":  {996, evenly, 25, 1, money.Kronor(41_000)},
	"UO12 1:1 ap.1":  {998, evenly, 20, 1, money.Kronor(2_210)},
	"UO12 1:1 ap.2":  {1001, evenly, 20, 1, money.Kronor(720)},
	"UO12 1:2 ap.9":  {1003, parental, 25, 4, money.Kronor(13_200)},
	"UO12 1:2 ap.11": {1021, child, 25, 4, money.Kronor(2_350)},
	"UO12 1:2 ap.12": {1013, evenly, 25, 2, money.Kronor(9_100)},
	"UO12 1:3 ap.1":  {1523, evenly, 25, 1, money.Kronor(1_890)}, // before what liable parents pay back
	"UO12 1:4 ap.1":  {812, autumn, 15, 1, money.Kronor(75_000)},
	"UO12 1:8 ap.2":  {1002, evenly, 27, 1, money.Kronor(2_540)},
}

// earmarked is what is spent on the purposes that conditions name, in thousandths of the
// amount of the condition over the year, by item and amount in kronor.
var earmarked = map[directive.ItemID]map[int64]int64{
	"UO10 1:6 ap.3": {3_000_000: 810},
	"UO10 1:6 ap.9": {1_500_000: 730, 2_200_000: 1000},
	"UO10 2:1 ap.1": {8_900_000: 934, 8_273_000: 928, 1_434_500: 1000},
}

// carriedIn is what the year before left on an item: saving above zero, used credit below.
var carriedIn = map[directive.ItemID]money.Amount{
	"UO10 2:1 ap.1":  money.Kronor(211_402_318) + 45,
	"UO9 1:7 ap.1":   -money.Kronor(6_118_204),
	"UO10 1:7 ap.1":  -money.Kronor(11_950_377) - 80,
	"UO12 1:2 ap.11": -money.Kronor(84_226_019),
}

// bookkeeper makes the entries of the year.
type bookkeeper struct {
	letter  *directive.Letter
	limits  map[directive.ItemID][]appropriation.Limit
	entries []appropriation.Entry
}

// Bookings is twelve months of invented outcome under the letters that were taken in, in
// the proportions of the letter: payouts, costs, the interest account, fee-based
// activities, loans, credits and commitments. What came back on claims is not among them:
// the books take it from the claims.
func Bookings(editions []directive.Edition) ([]appropriation.Entry, error) {
	year := calendar.New(BookYear, 12, 31)
	e := directive.InForce(editions, BookYear, year, calendar.EndOfDay(year))
	if e == nil {
		return nil, fmt.Errorf("no letter for %d is in use", BookYear)
	}
	empty, err := appropriation.Build(&appropriation.Facts{}, appropriation.Sources{Editions: editions}, calendar.EndOfDay(year))
	if err != nil {
		return nil, err
	}
	limits, err := empty.Limits(BookYear, year)
	if err != nil {
		return nil, err
	}
	k := &bookkeeper{letter: e.Letter, limits: map[directive.ItemID][]appropriation.Limit{}}
	for _, l := range limits {
		k.limits[l.Account.Item()] = append(k.limits[l.Account.Item()], l)
	}
	for item := range k.letter.Items() {
		if item.Disposer == k.letter.Agency {
			k.item(item)
		}
	}
	k.interestAccount()
	k.fees()
	k.debts()
	k.commitments()
	return k.entries, nil
}

// book adds an entry that became known at the end of its day.
func (k *bookkeeper) book(name string, day calendar.Date, a appropriation.Account, kind appropriation.Kind, amount money.Amount, purpose string, count int64, text string) {
	if amount == 0 && kind != appropriation.Opening {
		return
	}
	k.entries = append(k.entries, appropriation.Entry{Voucher: fmt.Sprintf("%s %s %d", day, name, len(k.entries)+1), Day: day, Account: a, Kind: kind,
		Amount: amount, Purpose: purpose, Count: count, Text: text, KnownAt: calendar.EndOfDay(day)})
}

// bankDay is a day of a month, or the last bank day before it; the first of the month
// when there is none.
func bankDay(month, day int) calendar.Date {
	first := calendar.New(BookYear, 1, 1).AddMonths(month - 1)
	d := min(first.AddDays(day-1), first.EndOfMonth())
	for !calendar.IsBankDay(d) && d > first {
		d = d.AddDays(-1)
	}
	return calendar.NextBankDay(d)
}

// item books the year of one item.
func (k *bookkeeper) item(item *directive.Item) {
	a := appropriation.ItemAccount(item.ID)
	k.book("IB", calendar.New(BookYear, 1, 1), a, appropriation.Opening, carriedIn[item.ID], "", 1, "ingående överföringsbelopp")
	s, ok := spendings[item.ID]
	if !ok {
		s = spending{990, evenly, 25, 1, money.Kronor(5_000)}
	}
	if item.Pension != nil { // the fee is paid in twelfths (7 § lagen om statlig ålderspensionsavgift)
		s = spending{1000, evenly, 20, 1, item.Amount.Amount}
	}
	year := item.Amount.Amount / 1000 * money.Amount(s.thousandths)
	earmarks := k.purposes(item.ID, a)
	months := fall(year-earmarks, s.months, int64(item.Line))
	for m, amount := range months {
		k.month(item, a, s, m+1, amount)
	}
	switch item.ID {
	case "UO9 4:4 ap.1":
		for m, amount := range fall(item.Amount.Amount/1000*170, evenly, 7) {
			k.book("kommuner", bankDay(m+1, 28), a, appropriation.Income, amount, "", 290, "kommunernas ersättning för de första 20 timmarna")
		}
	case "UO12 1:3 ap.1":
		for m, amount := range fall(item.Amount.Amount/1000*525, evenly, 11) {
			k.book("bidragsskyldiga", bankDay(m+1, 28), a, appropriation.Repayment, amount, "", 61_000, "betalningar från bidragsskyldiga föräldrar")
		}
	}
}

// month books a month's payments in its runs.
func (k *bookkeeper) month(item *directive.Item, a appropriation.Account, s spending, m int, amount money.Amount) {
	weights := make([]int64, s.runs)
	for r := range weights {
		weights[r] = 1000 + wobble(int64(item.Line), int64(m), int64(r))
	}
	parts, err := money.Split(amount, weights)
	if err != nil {
		return
	}
	for r, part := range parts {
		day := bankDay(m, max(1, s.day-7*(s.runs-1-r)))
		k.book("utbetalning", day, a, appropriation.Payment, part, "", max(1, int64(part/max(s.mean, money.Krona))), item.Name)
	}
}

// purposes books what the conditions of an item name, once a quarter, and returns the sum.
func (k *bookkeeper) purposes(id directive.ItemID, a appropriation.Account) (sum money.Amount) {
	for _, l := range k.limits[id] {
		share, ok := earmarked[id][int64(l.Amount.Amount/money.Krona)]
		if !ok {
			continue
		}
		amount := l.Amount.Amount / 1000 * money.Amount(share)
		quarters := fall(amount, profile{0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1}, 0)
		if share == 1000 {
			quarters = fall(amount, profile{0, 1}, 0)
		}
		for m, part := range quarters {
			k.book("ändamål", bankDay(m+1, 16), a, appropriation.Payment, part, string(l.ID), 1, l.Text)
		}
		sum += amount
	}
	return sum
}

// fall divides a year's amount over the months, with some unevenness that follows from a
// seed; 0 gives none.
func fall(year money.Amount, p profile, seed int64) []money.Amount {
	weights := make([]int64, 12)
	for m, share := range p {
		weights[m] = share * 1000
		if seed != 0 {
			weights[m] += share * wobble(seed, int64(m), 1) / 10
		}
	}
	parts, err := money.Split(year, weights)
	if err != nil {
		return make([]money.Amount, 12)
	}
	return parts
}

// wobble is a number from -300 to 300 that follows from its arguments.
func wobble(a, b, c int64) int64 {
	x := uint64(a)*0x9e3779b97f4a7c15 ^ uint64(b)*0xbf58476d1ce4e5b9 ^ uint64(c)*0x94d049bb133111eb
	x ^= x >> 29
	x *= 0xff51afd7ed558ccd
	return int64(x>>40)%601 - 300
}
