-- What the queue knows of an incident, so that it is read without its events.
ALTER TABLE Incidents ADD COLUMN Tenant TEXT NOT NULL DEFAULT '';
ALTER TABLE Incidents ADD COLUMN Priority INTEGER NOT NULL DEFAULT 1;
ALTER TABLE Incidents ADD COLUMN Repository TEXT NOT NULL DEFAULT '';
ALTER TABLE Incidents ADD COLUMN Likeness TEXT NOT NULL DEFAULT '';
ALTER TABLE Incidents ADD COLUMN IsAdmitted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE Incidents ADD COLUMN DuplicateOf TEXT;

CREATE INDEX Duplicates ON Incidents (DuplicateOf) WHERE DuplicateOf IS NOT NULL;

-- Incidents of the time before there was a queue are worked on already. incident_row is SqliteSchema's: digests are made in one place.
UPDATE Incidents SET IsAdmitted = 1;
UPDATE Incidents
SET (Tenant, Priority, Repository, Likeness) =
(
    SELECT line ->> 'tenant', line ->> 'priority', line ->> 'repository', line ->> 'likeness'
    FROM (SELECT incident_row(Event) AS line FROM Journal WHERE Journal.Incident = Incidents.Incident AND Sequence = 1)
)
WHERE EXISTS (SELECT 1 FROM Journal WHERE Journal.Incident = Incidents.Incident AND Sequence = 1);
