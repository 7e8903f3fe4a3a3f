DELETE FROM Membership
WHERE ClusterId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation AND Status = 6
    AND IAmAliveTime = @IAmAliveTime AND StartTime = @StartTime AND coalesce(SuspectTimes, '') = coalesce(@SuspectTimes::text, '');
