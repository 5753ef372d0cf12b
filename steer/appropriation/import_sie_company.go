package appropriation

import (
	"cmp"
	"fmt"
	"strings"

	"balans/exchange/sie"
)

// organisationDigits is an organisation number as its ten digits, however it is written:
// "202100-5521", "2021005521", "162021005521".
func organisationDigits(s string) string {
	digits := strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, s)
	if len(digits) == 12 {
		digits = strings.TrimPrefix(digits, "16")
	}
	return digits
}

// readOrganisation reads the line that says whose files a mapping is for.
func (m *Mapping) readOrganisation(data []byte) (faults []error) {
	line := 0
	for text := range strings.Lines(string(data)) {
		line++
		comment, ok := strings.CutPrefix(text, "#")
		if !ok {
			continue
		}
		comment = strings.TrimSpace(comment)
		if len(comment) < len("orgnr") || !strings.EqualFold(comment[:len("orgnr")], "orgnr") {
			continue
		}
		number := strings.TrimSpace(strings.TrimLeft(comment[len("orgnr"):], ": "))
		switch digits := organisationDigits(number); {
		case len(digits) != 10:
			faults = append(faults, fmt.Errorf("%s:%d: orgnr: %q is no organisation number, such as 202100-5521", m.name, line, number))
		case m.organisation != "" && m.organisation != digits:
			faults = append(faults, fmt.Errorf("%s:%d: orgnr: another number stands before it; a mapping is for the files of one organisation", m.name, line))
		default:
			m.organisation = digits
		}
	}
	return faults
}

// whose refuses the file of another organisation, and gives what stands before the names
// of the vouchers of one that is knowingly booked here.
func (m *Mapping) whose(f *sie.File, o SIEOptions) (prefix string, err error) {
	told, has := organisationDigits(o.Organisation), organisationDigits(f.Organisation)
	if o.Organisation != "" && len(told) != 10 {
		return "", fmt.Errorf("%q is no organisation number, such as 202100-5521", o.Organisation)
	}
	if expected := cmp.Or(told, m.organisation); expected != "" && has != "" && has != expected {
		return "", fmt.Errorf("%s: the file is of %s, organisation number %s (#ORGNR), and %s is expected; take the right file, or say that this one's organisation is meant",
			f.Name, cmp.Or(f.Company, "another"), f.Organisation, expected)
	}
	if told != "" && m.organisation != "" && told != m.organisation {
		return foreign + told + " ", nil
	}
	return "", nil
}

// Unchecked says in words that it was not checked whose file it is, and how it can be; ""
// when it was.
func (m *Mapping) Unchecked(f *sie.File, o SIEOptions) string {
	switch expected := cmp.Or(o.Organisation, m.organisation); {
	case f.Organisation == "" && expected != "":
		return fmt.Sprintf("%s does not say which organisation it is of (#ORGNR), so that was not checked", f.Name)
	case f.Organisation != "" && expected == "":
		return fmt.Sprintf("%s is of %s, organisation number %s; whether that is right was not checked: a line such as # orgnr: 202100-5521 in %s has it checked",
			f.Name, cmp.Or(f.Company, "an organisation without a name"), f.Organisation, m.name)
	}
	return ""
}
