package housing

import (
	"fmt"

	"balans/law/money"
)

// Text is a sentence in Swedish and English.
type Text struct {
	Sv string `json:"sv"`
	En string `json:"en"`
}

// In is the text in a language: "en" for English, Swedish otherwise.
func (t Text) In(language string) string {
	if language == "en" {
		return t.En
	}
	return t.Sv
}

// kr is an amount with its unit.
func kr(a money.Amount) string { return a.Kronor() + "\u00a0kr" }

// say fills in both sentences; an argument that is a Text is written in the sentence's language.
func say(swedish, english string, args ...any) Text {
	sv, en := make([]any, len(args)), make([]any, len(args))
	for i, a := range args {
		sv[i], en[i] = a, a
		if t, ok := a.(Text); ok {
			sv[i], en[i] = t.Sv, t.En
		}
	}
	return Text{fmt.Sprintf(swedish, sv...), fmt.Sprintf(english, en...)}
}
