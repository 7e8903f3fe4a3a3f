-- 6 is a silo that was declared dead: no other may be forgotten, however long it has been silent.
DELETE FROM Membership
WHERE ClusterId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND StartTime < @IAmAliveTime AND Status = 6;
