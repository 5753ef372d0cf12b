package directive

import (
	"strings"
	"time"

	"balans/law/calendar"
	"balans/law/money"
)

func onDay(s string) calendar.Date {
	d, err := calendar.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// inTkr and inKr are printed amounts.
func inTkr(line int, n int64) Sum { return Sum{Line: line, Amount: money.Amount(n) * tkr, Known: true} }
func inKr(line int, n int64) Sum  { return Sum{Line: line, Amount: money.Kronor(n), Known: true} }

// sample is an invented letter in which everything agrees. Each call makes a new one.
func sample() *Letter {
	l := &Letter{
		Title: "Regleringsbrev för budgetåret 2031 avseende Brygdmyndigheten", Agency: "Brygdmyndigheten", Year: 2031, Line: 1, Number: "II:4",
		Decided: onDay("2030-12-19"), Diary: []string{"X2030/00017"},
		Riksdag: []RiksdagDecision{{Line: 2, Bill: "2030/31:1", Area: 4, Bet: "2030/31:KU1", Rskr: "2030/31:77"}},
		Goals: []Goal{
			{Line: 10, Title: "Mål för bryggorna", Text: []Passage{{11, "Bryggorna ska hålla."}}, Reporting: []Passage{{12, "Antal bryggor som håller."}}},
			{Line: 14, Title: "Korta köer", Text: []Passage{{15, "Köerna ska bli kortare."}}},
		},
		Requirements:   []Requirement{{Line: 18, Title: "Lokaler", Text: []Passage{{19, "Ytan per anställd ska redovisas."}}}},
		Occasions:      []Deadline{{Line: 22, Kind: ForecastOn, Date: onDay("2031-02-04"), Precision: ToDay}, {Line: 23, Kind: ForecastOn, Date: onDay("2031-04-25"), Precision: ToDay}},
		Units:          []Passage{{59, "Belopp angivna i tkr"}},
		FeeTargets:     []Passage{{150, "Avgifterna ska täcka kostnaderna."}},
		CentralAccount: []Passage{{160, "utbetalningar av sjöräddningsbidrag i väntan på medel från kommunerna"}},
		Signatures:     []Passage{{170, "Vera Lind"}, {171, "Bo Ek"}},
		Copies:         []Passage{{175, "Sjöfartsverket"}, {176, "Riksgäldskontoret"}},
	}
	l.Assignments = []Assignment{
		{Line: 30, Title: "Inventera träbryggor i skärgården", Group: "Bryggor", Basis: []string{"X2029/00812"}, Text: []Passage{{31, "Alla träbryggor ska räknas."}}, With: []string{"Sjöfartsverket"},
			Deadlines: []Deadline{{Line: 32, Kind: ActionPlan, Date: onDay("2031-03-03"), Precision: ToDay}, {Line: 33, Kind: Interim, Date: onDay("2031-09-01"), Precision: ToDay, To: []string{"Regeringskansliet (Försvarsdepartementet)"}},
				{Line: 34, Kind: Report, Date: onDay("2032-02-02"), Precision: ToDay}}},
		{Line: 40, Title: "Kostnadsutveckling för vinterförvaring", Text: []Passage{{41, "Utvecklingen ska analyseras."}}, Deadlines: []Deadline{{Line: 42, Kind: Report, Date: onDay("2031-05-15"), Precision: ToDay}}},
	}
	l.Earlier = []Assignment{
		{Line: 50, Title: "Kostnadsutveckling för vinterförvaring", Basis: []string{"Regleringsbrev för 2030"}, Deadlines: []Deadline{{Line: 50, Kind: Report, Date: onDay("2031-01-31"), Precision: ToDay}}},
		{Line: 51, Title: "Samverkan om fyrar", Basis: []string{"N2028/00031"}, Deadlines: []Deadline{{Line: 51, Kind: Report, Date: onDay("2031-02-17"), Precision: ToDay, Yearly: true, Until: 2035, By: "Sjöfartsverket"}}},
	}
	l.Appropriations = []Appropriation{
		{Line: 60, Area: 4, AreaName: "Vatten", Number: "1:2", Name: "Bryggstöd", Kind: "Ramanslag", Groups: []Group{
			{Line: 61, Disposer: "Sjöfartsverket", Amount: inTkr(61, 900), Items: []Item{{Line: 62, ID: "UO4 1:2 ap.4", Name: "Fyrar", Kind: "ram", Disposer: "Sjöfartsverket", Amount: inTkr(62, 900)}}},
			{Line: 63, Disposer: "Brygdmyndigheten", Amount: inTkr(63, 8_500), Items: []Item{
				{Line: 64, ID: "UO4 1:2 ap.1", Name: "Träbryggor", Kind: "ram", Disposer: "Brygdmyndigheten", Amount: inTkr(64, 4_321)},
				{Line: 65, ID: "UO4 1:2 ap.2", Name: "Flytbryggor", Kind: "ram", Disposer: "Brygdmyndigheten", Amount: inTkr(65, 3_159)},
				{Line: 66, ID: "UO4 1:2 ap.3", Name: "Ålderspensionsavgift för bryggvakter", Kind: "ram", Disposer: "Brygdmyndigheten", Amount: inTkr(66, 1_020)},
			}},
		}, Conditions: []Condition{{Line: 68, Kind: GrossIncome, Text: "Inkomster från hamnar redovisas brutto."}}},
		{Line: 70, Area: 4, AreaName: "Vatten", Number: "2:1", Name: "Brygdmyndigheten", Kind: "Ramanslag", Groups: []Group{
			{Line: 71, Disposer: "Brygdmyndigheten", Amount: inTkr(71, 24_005), Items: []Item{{Line: 72, ID: "UO4 2:1 ap.1", Name: "Förvaltningsmedel", Kind: "ram", Disposer: "Brygdmyndigheten", Amount: inTkr(72, 24_005)}}},
		}},
	}
	first := l.Appropriations[0].Groups
	first[0].Items[0].Conditions = []Condition{
		{Line: 74, Kind: Max, Amount: inKr(74, 600_000), Purpose: "lampor", Text: "Högst 600 000 kronor får användas för lampor."},
		{Line: 75, Kind: ShallPay, Amount: inKr(75, 300_000), Agency: "Kustbevakningen", Purpose: "patrullering", Text: "300 000 kronor ska betalas till Kustbevakningen för patrullering.",
			Deadlines: []Deadline{{Line: 75, Kind: Claim, Date: onDay("2031-12-01"), Precision: ToDay}}},
	}
	first[1].Items[2].Pension = &PensionFee{Line: 78, Year: 2031, Preliminary: inKr(78, 1_023_500), RegulationYear: 2028, Regulation: inKr(78, -3_500)}
	l.Appropriations[1].Groups[0].Items[0].Conditions = []Condition{{Line: 80, Kind: Max, Amount: inKr(80, 2_000_000), Purpose: "forskning om tång", Text: "Högst 2 000 000 kronor får användas för forskning om tång."}}
	l.Frames = []Frame{
		{Line: 90, Item: "UO4 1:2 ap.4", Credit: inTkr(90, 0), CarryOver: "Inget", None: true, Withdrawn: inTkr(90, 0)},
		{Line: 91, Item: "UO4 1:2 ap.1", Credit: inTkr(91, 216), CarryOver: "Inget", None: true, Withdrawn: inTkr(91, 0)},
		{Line: 92, Item: "UO4 1:2 ap.2", Credit: inTkr(92, 157), CarryOver: "Inget", None: true, Withdrawn: inTkr(92, 0)},
		{Line: 93, Item: "UO4 1:2 ap.3", Credit: inTkr(93, 0), CarryOver: "Inget", None: true, Withdrawn: inTkr(93, 0)},
		{Line: 94, Item: "UO4 2:1 ap.1", Credit: inTkr(94, 720), CarryOver: "3 %", Percent: 300, Withdrawn: inTkr(94, 0)},
	}
	l.Closed = []ClosedItem{{Line: 97, Item: "UO4 1:2 ap.9", Kind: "ram"}}
	l.Authorisations = []Authorisation{{Line: 99, Item: "UO4 1:2 ap.2", Frame: inTkr(99, 1_000), End: 2033,
		Years: []YearSum{{Year: 2032, Sum: inTkr(99, 600)}, {Year: 2033, Sum: inTkr(99, 400)}, {Year: 2034, Onwards: true, Sum: Sum{Line: 99}}}}}
	l.Loans = []Loan{{Line: 101, Kind: LoanFrame, Purpose: "verksamhetsinvesteringar", Sum: inTkr(101, 9_000)}, {Line: 102, Kind: AccountCredit, Purpose: "bärgning utomlands", Sum: inTkr(102, 170)}}
	l.Plan = planOf(110, 2031, "UO4 2:1 ap.1", 24_005, 24_005, 0)
	l.Fees = FeeBudget{Line: 130, Year: 2031, Rows: []FeeRow{
		feeRowOf(131, "Uthyrning av flottar", 10, -4, 50, 47, 3, 9),
		feeRowOf(132, "Dykintyg", 0, 7, 20, 25, -5, 2),
	}}
	total := feeRowOf(133, "Summa", 10, 3, 70, 72, -2, 11)
	l.Fees.Total = &total
	for i, s := range strings.Split("Utgiftsområde 4 Vatten|1:2 Bryggstöd (Ramanslag)|ap.4\tFyrar (ram)\t900|ap.4 Fyrar|ap.1 Träbryggor|1:2 Bryggstöd\t\t\t|ap.1\t216\tInget\t0|2:1 Brygdmyndigheten", "|") {
		l.Text = append(l.Text, TextLine{No: 200 + i, Text: s})
	}
	return l
}

func feeRowOf(line int, activity string, n ...int64) FeeRow {
	cell := func(i int) Sum { return inTkr(line, n[i]) }
	return FeeRow{Line: line, Activity: activity, Group: "Uppdragsverksamhet", Before: cell(0), Last: cell(1), Income: cell(2), Cost: cell(3), Result: cell(4), After: cell(5)}
}

// payments is twelve payments in tkr made for the amount before and, from a month on (0
// for none), for the amount now, month by month with what is left to pay.
func payments(before, now int64, from int) (pays [12]int64) {
	left, each := now, before/12
	for m := 1; m <= 12; m++ {
		if m == from {
			n := int64(13 - m)
			each = (left - ((left%n)+n)%n) / n
		}
		pays[m-1] = each
		if m == 12 {
			pays[m-1] = left
		}
		left -= each
	}
	return pays
}

// planOf is such payments as a plan for an item, on the 20th of each month.
func planOf(line, year int, item ItemID, before, now int64, from int) Plan {
	p := Plan{Line: line, Items: []ItemID{item}, Total: inTkr(line+13, now)}
	for i, pays := range payments(before, now, from) {
		p.Payments = append(p.Payments, Payment{Line: line + i + 1, Date: calendar.New(year, time.Month(i+1), 20), Sum: inTkr(line+i+1, pays)})
	}
	return p
}
