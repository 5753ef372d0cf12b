package housing_test

import (
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/housing"
)

// What is told of a household is that household's, what names none is the person's everywhere;
// the lines of a month are added, what was known too late is counted and not used, and a month
// of another year is named.
func TestReadIncomes(t *testing.T) {
	const anna, bo = 193501096998, 193501259166
	file := `household;person;month;amount;source;known_on
B-1;193501096998;2025-03;10000;told;2025-03-25
B-1;193501096998;2025-03;2500,50;own;2025-03-27
;193501096998;2025-04;700;declared;2025-05-20
B-1;193501259166;2025-04;9000;declared;2025-05-21
B-1;193501259166;2025-05;0;told;2025-05-25
B-2;193501096998;2025-03;1;told;2025-03-25
B-1;193501096998;2024-12;1;told;2025-01-01
`
	m, faults, err := housing.ReadIncomes("m.csv", 2025, strings.NewReader(file), housing.Timely)
	if err != nil || len(faults) != 1 || !strings.Contains(faults[0].Error(), `m.csv:8:18: month is "2024-12"; expected a month of 2025`) {
		t.Fatalf("%v %v", faults, err)
	}
	if m.Lines != 5 || m.Late != 1 {
		t.Errorf("%d lines, %d late", m.Lines, m.Late)
	}
	of := func(id string, spouse identity.Number) [2]housing.Incomes {
		return m.Of(&housing.Known{ID: id, Year: 2025, Party: anna, Spouse: spouse})
	}
	both := of("B-1", bo)
	for _, x := range []struct {
		who, month int
		known      bool
		amount     money.Amount
	}{{0, 3, true, 12_500_50}, {0, 4, true, 700_00}, {0, 5, false, 0}, {1, 4, false, 0}, {1, 5, true, 0}} {
		if i := both[x.who]; i.Known[x.month] != x.known || i.Amount[x.month] != x.amount {
			t.Errorf("month %d of adult %d: %v %s", x.month, x.who, i.Known[x.month], i.Amount[x.month])
		}
	}
	if alone := of("B-3", identity.None); alone[0].Known[3] || alone[0].Amount[4] != 700_00 || alone[1] != (housing.Incomes{}) {
		t.Errorf("another household of the person: %+v", alone)
	}
	if day := housing.Timely(calendar.New(2025, 12, 7)); day != calendar.New(2026, 1, 20) {
		t.Errorf("December's income is in time until %s", day)
	}
}
