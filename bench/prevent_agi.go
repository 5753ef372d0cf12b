package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"

	"balans/exchange/agi"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// records counts the records of a declaration by kind.
type records struct{ absences, incomes, declarations int }

func (r *records) Absence(agi.Absence) error         { r.absences++; return nil }
func (r *records) Income(agi.Income) error           { r.incomes++; return nil }
func (r *records) Declaration(agi.Declaration) error { r.declarations++; return nil }

// declarations reads a large file of employers' declarations with every check there is,
// and a smaller one beside encoding/xml.
func (b *bench) declarations() error {
	const megabyte = 1 << 20
	large, err := declarationFile(128 * megabyte)
	if err != nil {
		return err
	}
	took, got, err := readDeclarations(large)
	if err != nil {
		return err
	}
	cpuRow("employers' declarations, XML", took, "%d MB, %d records, all checks and SHA-256: %.0f MB a cpu-s; the goal is 200", len(large)/1_000_000,
		got.absences+got.incomes+got.declarations, rate(large, took))
	small, err := declarationFile(8 * megabyte)
	if err != nil {
		return err
	}
	ours, got, err := readDeclarations(small)
	if err != nil {
		return err
	}
	var theirs records
	took, err = median(1, func() (err error) {
		theirs, err = countXML(small)
		return err
	})
	if err != nil {
		return err
	}
	if theirs != got {
		return fmt.Errorf("encoding/xml finds %+v in the declarations, Balans %+v", theirs, got)
	}
	cpuRow("  encoding/xml, tokens alone", took, "%.0f MB a cpu-s, %s as long; the same number of records", rate(small, took), ours.times(took))
	return nil
}

func rate(file []byte, s spent) float64 { return float64(len(file)) / 1e6 / s.cpu.Seconds() }

func readDeclarations(file []byte) (took spent, got records, err error) {
	took, err = median(5, func() error {
		got = records{}
		receipt, err := agi.Read("declarations.xml", bytes.NewReader(file), &got)
		if err == nil && receipt.FaultCount > 0 {
			err = fmt.Errorf("%d faults, the first: %w", receipt.FaultCount, receipt.Faults[0])
		}
		return err
	})
	return took, got, err
}

// countXML counts the records with the library's reader.
func countXML(file []byte) (n records, err error) {
	d := xml.NewDecoder(bytes.NewReader(file))
	for {
		t, err := d.Token()
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "Franvarouppgift":
			n.absences++
		case "IU":
			n.incomes++
		case "HU":
			n.declarations++
		}
	}
}

// declarationFile is at least so many bytes: employers with a thousand payees, and three
// days of absence a payee.
func declarationFile(size int) ([]byte, error) {
	var out bytes.Buffer
	w := agi.NewWriter(&out, agi.Form{Prefix: "agd", Choice: true}, agi.Sender{Program: "bench", Organisation: identity.None, Created: "2025-04-10T09:00:00"})
	payees, err := persons(1000)
	if err != nil {
		return nil, err
	}
	period := calendar.New(2025, 3, 1)
	for serial := int64(0); out.Len() < size; serial++ {
		employer, err := identity.NewOrganisation(556_000_000 + serial)
		if err != nil {
			return nil, err
		}
		if err := w.Declaration(agi.Declaration{Employer: employer, Period: period, SumFees: money.Kronor(9_426_000), SumTax: money.Kronor(9_000_000)}); err != nil {
			return nil, err
		}
		for i, p := range payees {
			if err := w.Income(agi.Income{Employer: employer, Period: period, Party: p, Spec: i + 1, Cash: money.Kronor(30_000), Tax: money.Kronor(9_000), TaxKind: agi.Preliminary}); err != nil {
				return nil, err
			}
		}
		for _, p := range payees {
			for day := range 3 {
				if err := w.Absence(agi.Absence{Employer: employer, Period: period, Party: p, Day: period.AddDays(day * 5), Spec: 1, Type: agi.TFP, Unit: agi.Hours, Amount: 800}); err != nil {
					return nil, err
				}
			}
		}
	}
	err = w.Close()
	return out.Bytes(), err
}
