package agi

import (
	"bytes"
	"encoding/xml"
	"io"
	"sync"
	"testing"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// large is a file of some 64 MB: an HU and a thousand IUs an employer, and three absences
// a payee.
var large = sync.OnceValue(func() []byte { return written(Form{Prefix: "agd", Choice: true}, 64<<20) })

func written(form Form, size int) []byte {
	var out bytes.Buffer
	w := NewWriter(&out, form, Sender{Program: "Löneprogrammet 4.2", Organisation: 165560269986, Created: "2025-04-10T09:00:00"})
	check := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	period := calendar.New(2025, 3, 1)
	for serial := int64(0); out.Len() < size; serial++ {
		employer, err := identity.NewOrganisation(556_000_000 + serial)
		check(err)
		var parties []identity.Number
		for i := range 1000 {
			n, err := identity.NewPerson(calendar.New(1960, 1, 1).AddDays(i*13), i%999+1)
			check(err)
			parties = append(parties, n)
		}
		check(w.Declaration(Declaration{Employer: employer, Period: period, SumFees: money.Kronor(9_426_000), SumTax: money.Kronor(9_000_000)}))
		for i, party := range parties {
			check(w.Income(Income{Employer: employer, Period: period, Party: party, Spec: i + 1, Cash: money.Kronor(30_000), Tax: money.Kronor(9_000), TaxKind: Preliminary}))
		}
		for _, party := range parties {
			for i := range 3 {
				check(w.Absence(Absence{Employer: employer, Period: period, Party: party, Day: period.AddDays(i * 5), Spec: 1, Type: TFP, Unit: Hours, Amount: 800}))
			}
		}
	}
	check(w.Close())
	return out.Bytes()
}

// tally counts what it is given.
type tally struct{ absences, incomes, declarations int }

func (c *tally) Absence(Absence) error         { c.absences++; return nil }
func (c *tally) Income(Income) error           { c.incomes++; return nil }
func (c *tally) Declaration(Declaration) error { c.declarations++; return nil }

func benchmarkRead(b *testing.B, file []byte, hashed bool) {
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		s := newScanner("bench", bytes.NewReader(file), windowSize)
		if !hashed {
			s.sum = nil
		}
		var c tally
		receipt, err := read(s, &c)
		if err != nil || receipt.Absences.Given != c.absences || c.absences == 0 || receipt.FaultCount > 0 {
			b.Fatal(err, receipt)
		}
	}
}

func BenchmarkRead(b *testing.B)          { benchmarkRead(b, large(), true) }
func BenchmarkRead_noSHA256(b *testing.B) { benchmarkRead(b, large(), false) }
func BenchmarkRead_noPrefix(b *testing.B) { benchmarkRead(b, written(Form{}, 16<<20), true) }
func BenchmarkRead_encodingXML(b *testing.B) {
	file := large()[:8<<20]
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		d := xml.NewDecoder(bytes.NewReader(file))
		for {
			if _, err := d.Token(); err != nil {
				if err == io.EOF {
					b.Fatal("the end of a part of a file")
				}
				break
			}
		}
	}
}
