SELECT GrainId, ReminderName, StartTime, Period, Version
FROM Reminders
WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName;
