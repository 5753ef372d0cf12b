package letter

import (
	"strconv"

	"balans/exchange/letterdoc"
	"balans/law/calendar"
	"balans/law/money"
)

// whose is how an income's owner is named in a table.
func whose(who string) string {
	if who == HousingSpouse {
		return "Din partner"
	}
	return "Du"
}

// incomes shows what was stated and what it became, and says the difference in words.
func (h *Housing) incomes(p *paper) {
	p.heading("Inkomsten")
	if len(h.Incomes) > 1 {
		p.say("Under året betalade vi ut ett preliminärt bidrag, efter den inkomst som du och din partner räknade med. Med partner menar vi den du är gift eller sambo med. Nu vet vi vad inkomsten blev.")
	} else {
		p.say("Under året betalade vi ut ett preliminärt bidrag, efter den inkomst som du räknade med. Nu vet vi vad inkomsten blev.")
	}
	rows := make([][]string, 0, 3)
	var stated, assessed money.Amount
	for i := range h.Incomes {
		n := &h.Incomes[i]
		rows = append(rows, []string{whose(n.Who), n.Stated.Kronor(), n.Assessed.Kronor(), (n.Assessed - n.Stated).Kronor(), day(n.AssessedOn)})
		stated, assessed = stated+n.Stated, assessed+n.Assessed
	}
	if len(rows) > 1 {
		rows = append(rows, []string{"Summa", stated.Kronor(), assessed.Kronor(), (assessed - stated).Kronor(), ""})
	}
	p.blocks = append(p.blocks, letterdoc.Block{Kind: letterdoc.Table, Text: "Inkomst som räknas för " + strconv.Itoa(h.Year) + ", i kronor", Head: incomeHead, Numeric: incomeNumeric, Rows: rows})
	for i := range h.Incomes {
		n := &h.Incomes[i]
		name, by := "Din", "du"
		if n.Who == HousingSpouse {
			name, by = "Din partners", "ni"
		}
		switch d := n.Assessed - n.Stated; {
		case d > 0:
			p.say("%s inkomst blev %s högre än den %s senast uppgav.", name, kr(d), by)
		case d < 0:
			p.say("%s inkomst blev %s lägre än den %s senast uppgav.", name, kr(-d), by)
		default:
			p.say("%s inkomst blev den som %s senast uppgav.", name, by)
		}
	}
	switch {
	case assessed != stated && !h.incomeMatters():
		p.words("Det påverkar inte bidraget, eftersom inkomsten varken var eller blev över gränsen.")
		if h.Difference > 0 {
			p.words("Skillnaden beror på något annat, till exempel på att det preliminära bidraget avrundas nedåt varje månad.")
		}
	case assessed > stated:
		p.words("När inkomsten blir högre blir bidraget lägre. Hur mycket ser du längre ned i brevet.")
	case assessed < stated:
		p.words("När inkomsten blir lägre blir bidraget högre. Hur mycket ser du längre ned i brevet.")
	case h.Difference > 0:
		p.words("Skillnaden beror alltså på något annat, till exempel på att det preliminära bidraget avrundas nedåt varje månad.")
	case h.Difference < 0:
		p.words("Skillnaden beror alltså på något annat. Jämför vad du fick och vad du hade rätt till, månad för månad.")
	}
	h.parts(p)
}

var (
	incomeHead    = []string{"Vem", "Uppgavs", "Blev", "Skillnad", "Skattebeslut"}
	incomeNumeric = []bool{false, true, true, true, false}
)

// parts shows what the incomes are made up of, where that is stated.
func (h *Housing) parts(p *paper) {
	head, numeric := []string{"Del av inkomsten"}, []bool{false}
	for i := range h.Incomes {
		if n := &h.Incomes[i]; n.Parts != (HousingParts{}) {
			head, numeric = append(head, whose(n.Who)), append(numeric, true)
		}
	}
	var rows [][]string
	for _, part := range incomeParts {
		row, some := make([]string, 1, len(head)), false
		row[0] = part.name
		for i := range h.Incomes {
			if h.Incomes[i].Parts == (HousingParts{}) {
				continue
			}
			a := part.of(&h.Incomes[i].Parts)
			row, some = append(row, a.Kronor()), some || a != 0
		}
		if some {
			rows = append(rows, row)
		}
	}
	if len(rows) > 0 {
		p.blocks = append(p.blocks, letterdoc.Block{Kind: letterdoc.Table, Text: "Vad inkomsten består av, i kronor", Head: head, Numeric: numeric, Rows: rows})
	}
	p.say("I inkomsten räknas mer än lön. Också kapital, näringsverksamhet, en del av studiemedlen och stor förmögenhet kan räknas med. Avdrag för ränta på lån gör inte inkomsten lägre här. Därför kan beloppet skilja sig från det som står i beslutet om slutlig skatt.")
}

// incomeParts are the parts of an income in the order they are shown.
var incomeParts = [...]struct {
	name string
	of   func(*HousingParts) money.Amount
}{
	{"Tjänst, till exempel lön", func(p *HousingParts) money.Amount { return p.Employment }},
	{"Näringsverksamhet", func(p *HousingParts) money.Amount { return p.Business }},
	{"Kapital", func(p *HousingParts) money.Amount { return p.Capital }},
	{"Tillägg för förmögenhet", func(p *HousingParts) money.Amount { return p.Wealth }},
	{"Barnens inkomst av kapital", func(p *HousingParts) money.Amount { return p.ChildCapital }},
	{"Studiemedel", func(p *HousingParts) money.Amount { return p.Study }},
	{"Skattefria stipendier", func(p *HousingParts) money.Amount { return p.Scholarship }},
	{"Utländska och andra inkomster", func(p *HousingParts) money.Amount { return p.Foreign }},
}

// monthly shows the allowance month by month, with the year's sums last.
func (h *Housing) monthly(p *paper) {
	p.heading("Månad för månad")
	head, numeric := familyHead, familyNumeric
	family, _ := h.forms()
	if !family {
		head, numeric = youngHead, youngNumeric
	}
	rows := make([][]string, 0, len(h.Months)+1)
	cells := make([]string, 0, (len(h.Months)+1)*len(head))
	for i := range h.Months {
		m := &h.Months[i]
		at := len(cells)
		cells = append(cells, monthSpan(m.From, m.To), m.Cost.Kronor(), m.Housing.Kronor())
		if family {
			cells = append(cells, m.Children.Kronor())
		}
		cells = append(cells, m.Reduction.Kronor(), m.Final.Kronor(), m.Paid.Kronor())
		rows = append(rows, cells[at:len(cells):len(cells)])
	}
	sum := make([]string, len(head))
	sum[0], sum[len(sum)-2], sum[len(sum)-1] = "Summa för året", h.Final.Kronor(), h.Paid.Kronor()
	p.blocks = append(p.blocks, letterdoc.Block{Kind: letterdoc.Table, Text: "Belopp i kronor för varje månad, och summan för året", Head: head, Numeric: numeric, Rows: append(rows, sum)})
	if !family {
		p.say("Kostnad är den bostadskostnad som vi räknar med. Bidrag är det du hade rätt till när minskningen är dragen från det du kan få för bostaden. Du fick är det som vi betalade ut.")
	} else {
		p.say("Kostnad är den bostadskostnad som vi räknar med. Bidrag är det du hade rätt till när minskningen är dragen från det du kan få för bostaden och för barn. Du fick är det som vi betalade ut.")
	}
	var sums money.Amount
	for i := range h.Months {
		sums += money.Amount(h.Months[i].Count) * h.Months[i].Final
	}
	if sums != h.Final {
		p.say("Månadernas belopp visas i hela ören. Summan är räknad innan beloppen avrundades, och kan därför skilja sig med några ören.")
	}
	for i := range h.Months {
		switch m := &h.Months[i]; {
		case m.BelowMinimum && m.Housing+m.Children > m.Reduction:
			p.say("För %s skulle bidraget bli mindre än %s på ett helt år. Då betalas inget bidrag.", monthSpan(m.From, m.To), kr(h.Minimum))
		case m.Final == 0 && m.Reduction > 0:
			p.say("För %s är inkomsten så hög att det inte blir något bidrag.", monthSpan(m.From, m.To))
		}
	}
}

var (
	familyHead    = []string{"Månader", "Kostnad", "För bostad", "För barn", "Minskning", "Bidrag", "Du fick"}
	familyNumeric = []bool{false, true, true, true, true, true, true}
	youngHead     = []string{"Månader", "Kostnad", "För bostad", "Minskning", "Bidrag", "Du fick"}
	youngNumeric  = []bool{false, true, true, true, true, true}
)

// monthSpan is a run of months of one year: "mars", or "januari–juni".
func monthSpan(from, to calendar.Date) string {
	if a, b := months[from.Month()], months[to.Month()]; a != b {
		return a + "–" + b
	}
	return months[from.Month()]
}
