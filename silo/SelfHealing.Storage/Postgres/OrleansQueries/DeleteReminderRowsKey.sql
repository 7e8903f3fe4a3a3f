DELETE FROM Reminders
WHERE ServiceId = @ServiceId;
