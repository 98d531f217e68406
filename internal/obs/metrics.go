package obs

import (
	"fmt"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Namespace is the first word of every metric of Cairn's own.
const Namespace = "cairn"

// Metrics is a registry of its own; the default one of the Prometheus library
// is never used. It is safe for concurrent use.
type Metrics struct {
	registry *prometheus.Registry
	log      *slog.Logger
}

// NewMetrics returns a registry with the metrics of the Go runtime and of the
// process, under their usual names, and cairn_build_info. Problems while serving
// the metrics go to log; nil means silence.
func NewMetrics(b Build, log *slog.Logger) (*Metrics, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	m := &Metrics{registry: prometheus.NewRegistry(), log: log}
	info := prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: Namespace,
		Name:      "build_info",
		Help:      "Always 1; the labels say which program runs.",
		ConstLabels: prometheus.Labels{
			"version": b.Version, "commit": b.Commit, "go": b.Go, "modified": strconv.FormatBool(b.Modified),
		},
	})
	info.Set(1)
	err := m.Register(info,
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if err != nil {
		return nil, err
	}
	return m, nil
}

// Register adds collectors. Their names should begin with [Namespace]. The first
// one that clashes with another is returned as an error.
func (m *Metrics) Register(cs ...prometheus.Collector) error {
	for _, c := range cs {
		if err := m.registry.Register(c); err != nil {
			return fmt.Errorf("obs: register metric: %w", err)
		}
	}
	return nil
}

// Registerer is for packages that register their metrics themselves.
func (m *Metrics) Registerer() prometheus.Registerer { return m.registry }

// Gatherer is for tests and exporters that read the metrics.
func (m *Metrics) Gatherer() prometheus.Gatherer { return m.registry }

// Handler serves the metrics in the Prometheus and OpenMetrics formats. One
// broken collector does not hide the others.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		ErrorHandling:     promhttp.ContinueOnError,
		ErrorLog:          printer{m.log},
		EnableOpenMetrics: true,
	})
}

// printer lets the Prometheus library log through slog.
type printer struct{ log *slog.Logger }

// Println logs one problem.
func (p printer) Println(v ...any) { p.log.Error("metrics", slog.String("error", fmt.Sprint(v...))) }
