-- A row is what one append wrote, or several that were written together: Sequence numbers its first event, and Events tells how many there are.
-- Event holds them as JSON: one as it is, several as an array.
ALTER TABLE Journal ADD COLUMN Events integer NOT NULL DEFAULT 1 CHECK (Events > 0);

-- Event by event, for whoever asks the database by hand.
CREATE VIEW JournalEvents AS
SELECT j.Incident, j.Sequence + e.Place - 1 AS Sequence, j.At, e.Event::text AS Event
FROM Journal AS j
    CROSS JOIN LATERAL json_array_elements((CASE WHEN left(j.Event, 1) = '[' THEN j.Event ELSE '[' || j.Event || ']' END)::json) WITH ORDINALITY AS e (Event, Place);

-- What fits a page is not compressed: the processor of the server is what appends wait for.
ALTER TABLE Journal SET (toast_tuple_target = 8160);

-- When an artifact was put last is on its first piece: what no incident can refer to any more is found by it.
ALTER TABLE ArtifactPieces ADD COLUMN PutAt timestamptz NOT NULL DEFAULT now();
CREATE INDEX ArtifactsByPut ON ArtifactPieces (PutAt) WHERE Piece = 0;
