package demo

import (
	_ "embed"
	"strings"
	"sync"

	"balans/journal/parameter"
	"balans/law/calendar"
	"balans/law/statute"
	"balans/recover/claim"
)

//go:embed parameters.csv
var parameterFile string

// Settings are the invented agency's own parameters: values that the program does
// not know, made up and marked statute.Fictitious, each with the day it became
// known. The slice belongs to the caller.
func Settings() ([]parameter.Setting, error) {
	return parameter.ReadFile("demo/parameters.csv", strings.NewReader(parameterFile))
}

// always is an instant when everything is known.
const always = calendar.Instant(1<<63 - 1)

// agencyLaw is the law by which the agency's payments were divided: that of the
// program with the agency's own values, as known in the end.
var agencyLaw = sync.OnceValues(func() (*claim.Law, error) {
	settings, err := Settings()
	if err != nil {
		return nil, err
	}
	base, err := statute.Load()
	if err != nil {
		return nil, err
	}
	book, err := claim.NewLawBook(base, settings)
	if err != nil {
		return nil, err
	}
	return book.At(always), nil
})
