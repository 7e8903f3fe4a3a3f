-- Keys are compared byte by byte: their order means nothing to people, and any other order costs time at every append.
CREATE TABLE Journal
(
    Incident text COLLATE "C" NOT NULL,
    Sequence bigint NOT NULL CHECK (Sequence > 0),
    At timestamptz NOT NULL,
    Event text NOT NULL,
    PRIMARY KEY (Incident, Sequence)
);

-- One row an incident, kept in the transaction that appends: the queue, and what lists are read from. It does not hold the last number,
-- which the journal's key tells: so the row stays as it is over most appends.
CREATE TABLE Incidents
(
    Incident text COLLATE "C" NOT NULL PRIMARY KEY,
    Tenant text NOT NULL,
    Priority integer NOT NULL,
    Repository text NOT NULL,
    Likeness text NOT NULL,
    IsAdmitted boolean NOT NULL,
    IsClosed boolean NOT NULL,
    DuplicateOf text COLLATE "C",
    SubmittedAt timestamptz NOT NULL,
    ClosedAt timestamptz
)
WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

CREATE INDEX IncidentsBySubmission ON Incidents (SubmittedAt, Incident);
CREATE INDEX OpenIncidents ON Incidents (SubmittedAt, Incident) WHERE NOT IsClosed;
CREATE INDEX ClosedIncidents ON Incidents (ClosedAt) WHERE IsClosed;
CREATE INDEX Duplicates ON Incidents (DuplicateOf) WHERE DuplicateOf IS NOT NULL;

-- An artifact is its pieces, in order. An empty one has one empty piece.
CREATE TABLE ArtifactPieces
(
    Artifact text COLLATE "C" NOT NULL,
    Piece integer NOT NULL,
    Content bytea NOT NULL,
    PRIMARY KEY (Artifact, Piece)
);
-- Not compressed: the processor of the server is what appends wait for.
ALTER TABLE ArtifactPieces ALTER COLUMN Content SET STORAGE EXTERNAL;

-- The queries that the Orleans providers read once at start; their texts are brought to this version's at every start.
CREATE TABLE OrleansQuery
(
    QueryKey text NOT NULL PRIMARY KEY,
    QueryText text NOT NULL
);

CREATE TABLE MembershipVersion
(
    ClusterId text NOT NULL PRIMARY KEY,
    Version integer NOT NULL
)
WITH (fillfactor = 50);

CREATE TABLE Membership
(
    ClusterId text NOT NULL REFERENCES MembershipVersion,
    Address text NOT NULL,
    Port integer NOT NULL,
    Generation integer NOT NULL,
    SiloName text NOT NULL,
    HostName text NOT NULL,
    Status integer NOT NULL,
    ProxyPort integer,
    SuspectTimes text,
    StartTime timestamptz NOT NULL,
    IAmAliveTime timestamptz NOT NULL,
    PRIMARY KEY (ClusterId, Address, Port, Generation)
)
WITH (fillfactor = 50);

CREATE TABLE GrainState
(
    ServiceId text COLLATE "C" NOT NULL,
    GrainType text COLLATE "C" NOT NULL,
    KeyN0 bigint NOT NULL,
    KeyN1 bigint NOT NULL,
    KeyText text COLLATE "C" NOT NULL,
    Version integer NOT NULL,
    Payload bytea,
    ModifiedAt timestamptz NOT NULL,
    PRIMARY KEY (KeyText, ServiceId, GrainType, KeyN0, KeyN1)
)
WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

CREATE TABLE Reminders
(
    ServiceId text COLLATE "C" NOT NULL,
    GrainId text COLLATE "C" NOT NULL,
    ReminderName text COLLATE "C" NOT NULL,
    StartTime timestamptz NOT NULL,
    Period bigint NOT NULL,
    GrainHash integer NOT NULL,
    Version integer NOT NULL,
    PRIMARY KEY (ServiceId, GrainId, ReminderName)
);
