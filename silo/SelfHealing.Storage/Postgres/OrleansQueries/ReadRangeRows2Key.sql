-- The hashes after @BeginHash up to @EndHash on a ring of 2^32, as a distance: right whether a range wraps or not and
-- whether hashes come signed or not, so both range keys are this one query.
SELECT GrainId, ReminderName, StartTime, Period, Version
FROM Reminders
WHERE ServiceId = @ServiceId AND ((GrainHash::bigint - @BeginHash - 1) & 4294967295) <= ((@EndHash::bigint - @BeginHash - 1) & 4294967295);
