// Package intake is what every importer needs before it can understand a
// foreign file: finding the files, reading them within limits, walking untidy
// JSON with positions, and reporting what became of every record.
package intake
