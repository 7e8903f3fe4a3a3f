UPDATE Membership SET IAmAliveTime = @IAmAliveTime
WHERE ClusterId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation;
