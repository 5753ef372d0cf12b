package statebudget

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// column reads and writes the cells of one column; read says what is wrong at a
// character of the text, and write adds to a line.
type column[R any] struct {
	name  string
	read  func(row *R, text string) (at int, wrong string)
	write func(b []byte, row *R) []byte
}

const expectedSum = "million kronor with a comma and at most eight decimals, or nothing when it is not known"

func textColumn[R any](name string, of func(*R) *string) column[R] {
	return column[R]{name,
		func(row *R, text string) (int, string) {
			if at := strings.IndexFunc(text, unicode.IsControl); at >= 0 {
				return utf8.RuneCountInString(text[:at]), "a text without control characters"
			}
			*of(row) = text
			return 0, ""
		},
		func(b []byte, row *R) []byte { return appendText(b, *of(row)) },
	}
}

func sumColumn[R any](name string, of func(*R) *Sum) column[R] {
	return column[R]{name,
		func(row *R, text string) (at int, wrong string) {
			*of(row), at, wrong = readSum(text)
			if wrong != "" {
				wrong = expectedSum + " (" + wrong + ")"
			}
			return at, wrong
		},
		func(b []byte, row *R) []byte { return appendSum(b, *of(row)) },
	}
}

func yearColumn[R any](of func(*R) *int) column[R] {
	return column[R]{"År",
		func(row *R, text string) (int, string) {
			n, err := strconv.Atoi(text)
			if err != nil || len(text) != 4 || n < 1000 {
				return 0, "a year of four digits"
			}
			*of(row) = n
			return 0, ""
		},
		func(b []byte, row *R) []byte { return strconv.AppendInt(b, int64(*of(row)), 10) },
	}
}

// placeColumns are the code and the name of a level of the classification.
func placeColumns[R any](code, name, suffix string, of func(*R) *Named) []column[R] {
	return []column[R]{
		textColumn(code+suffix, func(r *R) *string { return &of(r).Code }),
		textColumn(name+suffix, func(r *R) *string { return &of(r).Name }),
	}
}

const then = " utfallsår"

// yearColumns are the columns of the yearly file, in the order they are written.
var yearColumns = func() []column[Year] {
	place := func(suffix string, of func(*Year) *Place) []column[Year] {
		return append(
			placeColumns("Utgiftsområde", "Utgiftsområdesnamn", suffix, func(y *Year) *Named { return &of(y).Area }),
			placeColumns("Anslag", "Anslagsnamn", suffix, func(y *Year) *Named { return &of(y).Appropriation })...)
	}
	all := place("", func(y *Year) *Place { return &y.Now })
	all = append(all,
		yearColumn(func(y *Year) *int { return &y.Year }),
		sumColumn("Ingående överföringsbelopp", func(y *Year) *Sum { return &y.Opening }),
		sumColumn("Statens budget", func(y *Year) *Sum { return &y.Budget }),
		sumColumn("Ändringsbudgetar", func(y *Year) *Sum { return &y.Amendments }),
		sumColumn("Indragningar", func(y *Year) *Sum { return &y.Withdrawn }),
		sumColumn("Utnyttjad del av medgivet överskridande", func(y *Year) *Sum { return &y.Exceeding }),
		sumColumn("Utfall", func(y *Year) *Sum { return &y.Outcome }),
		sumColumn("Anslagskredit", func(y *Year) *Sum { return &y.Credit }),
		sumColumn("Utgående överföringsbelopp", func(y *Year) *Sum { return &y.Closing }),
	)
	return append(all, place(then, func(y *Year) *Place { return &y.Then })...)
}()

// monthColumns are the columns of the monthly file, in the order they are
// published.
var monthColumns = func() []column[Month] {
	place := func(suffix string, of func(*Month) *Item) []column[Month] {
		all := placeColumns("Utgiftsområde", "Utgiftsområdesnamn", suffix, func(m *Month) *Named { return &of(m).Area })
		all = append(all, placeColumns("Anslag", "Anslagsnamn", suffix, func(m *Month) *Named { return &of(m).Appropriation })...)
		all = append(all, placeColumns("Anslagspost", "Anslagspostsnamn", suffix, func(m *Month) *Named { return &of(m).Item })...)
		return append(all, placeColumns("Anslagsdelpost", "Anslagsdelpostsnamn", suffix, func(m *Month) *Named { return &of(m).Part })...)
	}
	all := place("", func(m *Month) *Item { return &m.Now })
	all = append(all,
		textColumn("Myndighet", func(m *Month) *string { return &m.Agency }),
		textColumn("Organisationsnummer", func(m *Month) *string { return &m.Organisation }),
		yearColumn(func(m *Month) *int { return &m.Year }),
	)
	for i, name := range []string{"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"} {
		all = append(all, sumColumn("Utfall "+name, func(m *Month) *Sum { return &m.Outcome[i] }))
	}
	return append(all, place(then, func(m *Month) *Item { return &m.Then })...)
}()

func names[R any](columns []column[R]) []string {
	all := make([]string, len(columns))
	for i, c := range columns {
		all[i] = c.name
	}
	return all
}
