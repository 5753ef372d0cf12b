package demo

import (
	"balans/exchange/statebudget"
	"balans/law/money"
	"balans/steer/directive"
)

// OutcomeFile is what the made-up outcome of the year before is called.
const OutcomeFile = "påhittat utfall 2024"

// OutcomeBefore is a made-up outcome of the year before the books, in the form of the
// monthly open data: some per cent below what is granted now.
func OutcomeBefore(l *directive.Letter) []statebudget.Month {
	var rows []statebudget.Month
	for item := range l.Items() {
		code, post, ok := statebudget.Codes(string(item.ID))
		if item.Disposer != l.Agency || !ok {
			continue
		}
		place := statebudget.Item{Place: statebudget.Place{Area: statebudget.Named{Code: code[:2]}, Appropriation: statebudget.Named{Code: code}}, Item: statebudget.Named{Code: post, Name: item.Name}}
		s, ok := spendings[item.ID]
		if !ok {
			s.months = evenly
		}
		m := statebudget.Month{Now: place, Then: place, Agency: l.Agency, Year: BookYear - 1}
		share := 965 + wobble(int64(item.Line), 17, 1)/10 // in thousandths
		for i, a := range fall(item.Amount.Amount/1000*money.Amount(share), s.months, int64(item.Line)+100) {
			m.Outcome[i] = statebudget.Sum{Amount: a, Known: true}
		}
		rows = append(rows, m)
	}
	return rows
}
