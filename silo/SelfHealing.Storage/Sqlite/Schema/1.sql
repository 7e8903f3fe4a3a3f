CREATE TABLE Journal
(
    Incident TEXT NOT NULL,
    Sequence INTEGER NOT NULL CHECK (Sequence > 0),
    At TEXT NOT NULL,
    Event TEXT NOT NULL,
    PRIMARY KEY (Incident, Sequence)
);

-- One row an incident, kept in the transaction that appends: what an append is checked against and what lists are read from.
CREATE TABLE Incidents
(
    Incident TEXT NOT NULL PRIMARY KEY,
    Last INTEGER NOT NULL,
    IsClosed INTEGER NOT NULL,
    SubmittedAt TEXT NOT NULL,
    ChangedAt TEXT NOT NULL
);

CREATE INDEX IncidentsBySubmission ON Incidents (SubmittedAt);
CREATE INDEX OpenIncidents ON Incidents (SubmittedAt) WHERE IsClosed = 0;

-- The queries that the Orleans providers read once at start; their texts are written anew at every start.
CREATE TABLE OrleansQuery
(
    QueryKey TEXT NOT NULL PRIMARY KEY,
    QueryText TEXT NOT NULL
);

CREATE TABLE GrainState
(
    ServiceId TEXT NOT NULL,
    GrainType TEXT NOT NULL,
    KeyN0 INTEGER NOT NULL,
    KeyN1 INTEGER NOT NULL,
    KeyText TEXT NOT NULL,
    Version INTEGER NOT NULL,
    Payload BLOB,
    ModifiedAt TEXT NOT NULL,
    PRIMARY KEY (ServiceId, GrainType, KeyText, KeyN0, KeyN1)
);

CREATE TABLE Reminders
(
    ServiceId TEXT NOT NULL,
    GrainId TEXT NOT NULL,
    ReminderName TEXT NOT NULL,
    StartTime TEXT NOT NULL,
    Period INTEGER NOT NULL,
    GrainHash INTEGER NOT NULL,
    Version INTEGER NOT NULL,
    PRIMARY KEY (ServiceId, GrainId, ReminderName)
);
