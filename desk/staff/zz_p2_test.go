package staff

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"balans/journal"
)

func BenchmarkP2(b *testing.B) {
	j, err := journal.Open(context.Background(), "/tmp/p2/full.db")
	if err != nil {
		b.Fatal(err)
	}
	s, err := New(context.Background(), Options{Journal: j, Demo: true})
	if err != nil {
		b.Fatal(err)
	}
	for _, u := range []string{"/repayments", "/repayments?benefit=bostadsbidrag&from=2025-01-01&to=2025-12-31", "/repayments?benefit=sjukpenning&from=2025-02-01&to=2025-02-28", "/appropriations", "/conditions"} {
		b.Run(u, func(b *testing.B) {
			for b.Loop() {
				r := httptest.NewRequest(http.MethodGet, u, nil)
				s.Handler().ServeHTTP(httptest.NewRecorder(), r)
			}
		})
	}
}
